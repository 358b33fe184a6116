/**
 * Members that join in order of time and must leave within a limit: one timer for all of them instead of one for
 * each. A limit of null never expires; a changed limit holds for those inside too.
 */
type Deadline<Member> = {
  readonly join: (member: Member) => void;
  /** Whether it was a member. */
  readonly leave: (member: Member) => boolean;
  readonly size: () => number;
  readonly first: () => Member | undefined;
  readonly setLimit: (limitMs: number | null) => void;
  readonly close: () => void;
};

type DeadlineOptions<Member> = {
  readonly limitMs: number | null;
  /** The member has left when this is called. */
  readonly onExpired: (member: Member) => void;
};

/** A first-in, first-out queue whose members leave from anywhere, at a cost that does not depend on its length. */
export const createDeadline = <Member>(options: DeadlineOptions<Member>): Deadline<Member> => {
  /** When each joined, in ms of the monotonic clock; a Map keeps the order of joining. */
  const joinedMs = new Map<Member, number>();
  let limitMs = options.limitMs;
  let timer: NodeJS.Timeout | undefined;

  const arm = (): void => {
    const oldest = joinedMs.values().next();
    if (timer !== undefined || limitMs === null || oldest.done) return;
    timer = setTimeout(expire, Math.max(0, oldest.value + limitMs - performance.now()));
  };

  const expire = (): void => {
    timer = undefined;
    const nowMs = performance.now();
    for (const [member, sinceMs] of joinedMs) {
      if (limitMs === null || nowMs - sinceMs < limitMs) break;
      joinedMs.delete(member);
      options.onExpired(member);
    }
    arm();
  };

  const disarm = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };

  return {
    join: (member) => {
      joinedMs.set(member, performance.now());
      arm();
    },
    leave: (member) => joinedMs.delete(member),
    size: () => joinedMs.size,
    first: () => joinedMs.keys().next().value,
    setLimit: (next) => {
      limitMs = next;
      disarm();
      arm();
    },
    close: () => {
      disarm();
      joinedMs.clear();
    },
  };
};
