import { formatError, HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import type { CallToolResult } from './mcp-library.ts';

/** An answer of a tool: words for a person, and the same as data. */
export type Answer = { readonly text: string; readonly data: object };

/** An answer as the protocol has it; what is undefined in it is left out. */
export const toResult = ({ text, data }: Answer): CallToolResult => ({
  content: [{ type: 'text', text }],
  structuredContent: JSON.parse(JSON.stringify(data)) as Record<string, unknown>,
});

/** A fault as an answer that an agent can act on: the catalogue's form with its fix. */
export const faultResult = (fault: unknown): CallToolResult => ({
  content: [
    {
      type: 'text',
      text: fault instanceof HeadroomError ? formatError(fault) : `E_INTERNAL: ${messageOf(fault)}`,
    },
  ],
  isError: true,
});
