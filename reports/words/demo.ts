import type { Run } from '../../runs/schema/run.ts';

/** Instead of a command that would apply something to the service of a demo, or fire at it: it has ended. */
export const afterDemo =
  'headroom demo makes an advice and proves it; headroom init <URL of your service> writes a config for yours';

/** Why no command fires the load of a demo again. */
export const notAfterDemo = 'The service of a demo ends with it, so this run is not fired again.';

/** What to run next after a run, where that needs its service: after a demo what works instead. */
export const orAfterDemo = ({ isDemo }: Pick<Run, 'isDemo'>, next: string): string =>
  isDemo ? afterDemo : next;

/** The verbs that fire at the service of a run, ask it, or write its settings. */
const atService = /\bheadroom (?:test|verify|apply|rollback|tune|doctor)\b/;

const runNext = /\bRun next: .*$/s;

/**
 * Words without what would need the service: what to run next, and sentences, or the ends of sentences, that name a command at it.
 *
 * @example withoutService('It is kept; headroom test shows how it holds. It is cheap.') // 'It is kept. It is cheap.'
 */
const withoutService = (text: string): string =>
  text
    .replace(runNext, '')
    .trim()
    .split(/(?<=[.!?]) (?=[A-Z]|headroom )/)
    .map((sentence) => {
      const at = sentence.search(atService);
      if (at < 0) return sentence;
      const end = Math.max(sentence.lastIndexOf('; ', at), sentence.lastIndexOf(': ', at));
      return end < 0 ? '' : `${sentence.slice(0, end)}.`;
    })
    .filter((sentence) => sentence !== '')
    .join(' ');

type Text = { readonly sentences: readonly string[]; readonly commands: readonly string[] };

/** What to do after a demo: what would need its service gives way to a command that works. */
export const ofDemo = <T extends Text>(text: T): T => {
  const { sentences, commands } = text;
  const told = sentences.map(withoutService).filter((sentence) => sentence !== '');
  const isAsked =
    commands.some((command) => atService.test(command)) || sentences.some((each) => runNext.test(each));
  return isAsked
    ? { ...text, sentences: [...told, notAfterDemo], commands: ['headroom demo'] }
    : { ...text, sentences: told };
};
