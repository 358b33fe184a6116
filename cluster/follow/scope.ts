/** Events of other workloads in the namespace wait here in vain, so both memories are bounded. */
const knownMost = 10_000;
const waitingMost = 5_000;

/** Which objects belong to the service, by `Kind/name`. */
export type Scope = {
  /** The object belongs to the service, now and for what comes about it after its end. */
  add(key: string): void;
  /** Whether the object is known to belong. */
  has(key: string): boolean;
  /** Runs at once if the object is known to belong, or when it turns out so: watches have no order among them. */
  when(key: string, run: () => void): void;
};

/** A scope that knows no object yet. */
export const createScope = (): Scope => {
  const known = new Set<string>();
  let waiting: { key: string; run: () => void }[] = [];
  return {
    add: (key) => {
      known.delete(key);
      known.add(key);
      for (const oldest of known) {
        if (known.size <= knownMost) break;
        known.delete(oldest);
      }
      const due = waiting.filter((one) => one.key === key);
      if (due.length === 0) return;
      waiting = waiting.filter((one) => one.key !== key);
      for (const { run } of due) run();
    },
    has: (key) => known.has(key),
    when: (key, run) => {
      if (known.has(key)) return run();
      waiting.push({ key, run });
      if (waiting.length > waitingMost) waiting.shift();
    },
  };
};
