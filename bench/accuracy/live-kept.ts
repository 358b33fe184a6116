import { appendFile, readFile } from 'node:fs/promises';
import { verificationSchema } from '../../runs/schema/verification.ts';
import type { LiveAssessed } from './live-run.ts';

/** One line of the file in which finished services are kept, so that a bench that was cut goes on where it was. */
export type Kept = { readonly seed: number; readonly index: number; readonly assessed: LiveAssessed };

/** Written by this bench alone; only what the rest of the tool writes is checked. The bench in virtual time has other lines. */
const parseKept = (text: string): Kept[] => {
  const kept = JSON.parse(text) as Kept;
  if (!('assessed' in kept)) return [];
  const runs = kept.assessed.runs.map(({ verification, ...run }) => ({
    ...run,
    verification: verificationSchema.parse(verification),
  }));
  return [{ ...kept, assessed: { ...kept.assessed, runs } }];
};

/** Nothing yet where the file does not exist. */
export const readKept = async (file: string): Promise<Kept[]> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').filter(Boolean).flatMap(parseKept);
};

export const keepAssessed = (file: string, kept: Kept): Promise<void> =>
  appendFile(file, `${JSON.stringify(kept)}\n`);
