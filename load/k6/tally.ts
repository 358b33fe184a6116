/** How often something happened, and under which names most. */
export type Tally = {
  readonly count: number;
  /** Most frequent first. */
  readonly byMessage: readonly { readonly message: string; readonly count: number }[];
  /** Part of `count` whose message came when the list was full. */
  readonly unlisted: number;
};

/** Enough to see every cause there is; a message that differs each time must not fill the memory. */
const messagesMax = 20;

const byCountThenMessage = (
  a: { message: string; count: number },
  b: { message: string; count: number },
): number => b.count - a.count || (a.message < b.message ? -1 : 1);

/** Counts messages by their text, in bounded memory; none at first. */
export const createTally = () => {
  const counts = new Map<string, number>();
  let unlisted = 0;
  return {
    add: (message: string): void => {
      if (counts.has(message) || counts.size < messagesMax)
        counts.set(message, (counts.get(message) ?? 0) + 1);
      else unlisted += 1;
    },
    result: (): Tally => {
      const byMessage = [...counts].map(([message, count]) => ({ message, count })).sort(byCountThenMessage);
      return { count: byMessage.reduce((sum, { count }) => sum + count, unlisted), byMessage, unlisted };
    },
  };
};
