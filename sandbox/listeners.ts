/** Those who want to know; called in the order in which they asked. */
type Listeners<Value> = {
  /** Gives back how to stop listening. */
  readonly add: (listener: (value: Value) => void) => () => void;
  readonly tell: (value: Value) => void;
};

/** Listeners of one kind of news, none at first. */
export const createListeners = <Value>(): Listeners<Value> => {
  const all = new Set<(value: Value) => void>();
  return {
    add: (listener) => {
      all.add(listener);
      return () => all.delete(listener);
    },
    tell: (value) => {
      for (const listener of all) listener(value);
    },
  };
};
