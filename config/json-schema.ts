import { z } from 'zod';
import { configSchema } from './schema.ts';

/** The JSON Schema of k6.config.ts's default export, for editors and other tools. Functions appear as "anything". */
export const configJsonSchema = (): object =>
  z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
