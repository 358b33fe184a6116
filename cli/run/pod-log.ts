import { lastErrorIn } from '../../load/generator/last-words.ts';
import { createLineReader } from '../../load/generator/read-lines.ts';
import { moduleVersion } from '../../load/k6/version.ts';
import type { LoadLine } from '../../runs/schema/load-series.ts';

/** The lines of one runner's pod, as they come out of its log. */
export const createPodLog = () => {
  const early: LoadLine[] = [];
  let listener: ((line: LoadLine) => void) | null = null;
  let isDue = false;
  let misfit: string | null = null;
  const hear = (line: LoadLine): void => {
    if (line.kind === 'header') isDue = true;
    if (line.kind === 'end') isDue = false;
    if (line.kind === 'armed' && line.module !== moduleVersion)
      misfit = `its image has the module ${line.module}, this is ${moduleVersion}: see load.runners.image`;
    if (misfit !== null) return;
    if (listener === null) early.push(line);
    else listener(line);
  };
  let lastWords = '';
  const onOther = (text: string): void => {
    lastWords = lastErrorIn(text) || text;
  };
  const reader = createLineReader({ onText: () => {}, onLine: hear, onOther });
  return {
    ...reader,
    /** Lines are due each second. */
    isDue: (): boolean => isDue,
    /** Why the runner can't be understood; null where it can. */
    misfit: (): string | null => misfit,
    /** What else stands in the log: what k6 says before it has one of its own. */
    lastWords: (): string => lastWords,
    /** Tells what has come, and what comes. */
    listen: (onLine: (line: LoadLine) => void): void => {
      listener = onLine;
      for (const line of early.splice(0)) onLine(line);
    },
  };
};
