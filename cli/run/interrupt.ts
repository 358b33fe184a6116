const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * The signal ladder. First Ctrl-C: the load drains and is reported. Second: k6 is killed, what there is is reported.
 *
 * @returns releases the signals again
 */
export const onInterrupt = (stop: () => void, kill: () => void): (() => void) => {
  let count = 0;
  const handle = (): void => {
    count++;
    if (count === 1) stop();
    else kill();
  };
  for (const signal of signals) process.on(signal, handle);
  return () => {
    for (const signal of signals) process.off(signal, handle);
  };
};
