import { HeadroomError } from '../../errors/headroom-error.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/** What a person asked for while a verb runs. It stands until the verb ends: nothing further is begun after a stop. */
export type Interrupt = Disposable & {
  /** The first Ctrl-C: the load drains and is reported; nothing more is planned, applied or fired. */
  readonly stop: AbortSignal;
  /** The second: what is in flight is cut. */
  readonly cut: AbortSignal;
  /**
   * The value of a promise, or an end as soon as a stop is asked for. What comes after that is disposed of.
   *
   * @throws HeadroomError E_INTERRUPTED
   */
  readonly orStop: <Value>(promise: Promise<Value>) => Promise<Value>;
  /** @throws HeadroomError E_INTERRUPTED when a stop was asked for */
  readonly check: () => Promise<void>;
};

const interrupted = (): HeadroomError =>
  new HeadroomError('E_INTERRUPTED', {
    what: 'interrupted: nothing further is planned, applied or fired',
  });

/** Whoever asked for the value has left, and would never dispose of it. */
const disposeOfLate = async (value: unknown): Promise<void> => {
  const isOpen = typeof value === 'object' && value !== null && Symbol.asyncDispose in value;
  if (isOpen) await (value as AsyncDisposable)[Symbol.asyncDispose]();
};

/** Rejects at a stop; forgets the signal in the moment in which the promise settles. */
const untilStop = <Value>(promise: Promise<Value>, stop: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(interrupted());
      // How it failed to open, or to close, is of no use to somebody who has left.
      promise.then(disposeOfLate).catch(() => undefined);
    };
    if (stop.aborted) return leave();
    stop.addEventListener('abort', leave, { once: true });
    const settled = (settle: () => void): void => {
      stop.removeEventListener('abort', leave);
      settle();
    };
    promise.then(
      (value) => settled(() => resolve(value)),
      (error: unknown) => settled(() => reject(error)),
    );
  });

/** What a verb asks of its stop, whoever asks for it. */
const interruptBy = (stop: AbortSignal, cut: AbortSignal): Omit<Interrupt, typeof Symbol.dispose> => ({
  stop,
  cut,
  orStop: (promise) => untilStop(promise, stop),
  // A signal that came during a long calculation is heard in the next turn of the event loop.
  check: async () => {
    await new Promise((resolve) => setImmediate(resolve));
    if (stop.aborted) throw interrupted();
  },
});

/** The signal ladder of a verb, from now until it is disposed of. */
export const listenForInterrupt = (): Interrupt => {
  const [stop, cut] = [new AbortController(), new AbortController()];
  const handle = (): void => (stop.signal.aborted ? cut : stop).abort();
  for (const signal of signals) process.on(signal, handle);
  return {
    ...interruptBy(stop.signal, cut.signal),
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, handle);
    },
  };
};

/** A stop that another program asks for: it drains, and nothing asks for more. */
export const interruptOf = (stop: AbortSignal): Interrupt => ({
  ...interruptBy(stop, new AbortController().signal),
  [Symbol.dispose]: () => {},
});
