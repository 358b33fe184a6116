import type { z } from 'zod';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { tagsSchema, titleSchema } from '../../runs/schema/labels.ts';

/** What the command line says of a run, by the names of its options. */
export type LabelArguments = {
  readonly title?: string | undefined;
  readonly tag?: readonly string[] | undefined;
};

const checked = <T extends z.ZodType>(flag: string, schema: T, value: unknown): z.output<T> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HeadroomError('E_USAGE', {
    what: `${flag} ${[value]
      .flat()
      .map((one) => JSON.stringify(one))
      .join(' ')}: ${parsed.error.issues[0]!.message}`,
    where: flag,
    fix:
      flag === '--title'
        ? "give a short line: --title 'after the fix'"
        : 'give words: --tag nightly --tag team=search',
  });
};

/**
 * The config with the title of the command line in place of its own, and with further tags.
 *
 * @throws HeadroomError E_USAGE for a title or tag that can't be one
 */
export const withLabels = (config: ResolvedConfig, { title, tag }: LabelArguments): ResolvedConfig => ({
  ...config,
  ...(title !== undefined && { title: checked('--title', titleSchema, title) }),
  tags: checked('--tag', tagsSchema, [...new Set([...config.tags, ...(tag ?? [])])]),
});
