/** Seconds without a line after which it is said that the generator stands still, and after which it is ended. */
export const silenceSeconds = { notice: 4, end: 10 } as const;

const tickMs = 1000;

type Watch = {
  /** A line came. */
  readonly heard: () => void;
  /** No more lines are due. */
  readonly stop: () => void;
};

type WatchOptions = {
  /** Told once for each silence. */
  readonly onNotice: () => void;
  readonly onEnd: () => void;
};

/**
 * Watches a stream that brings a line each second from its first one to its last. It counts its own ticks, not the
 * time on the clock: when this process stood still itself, it hears of that in one tick, and then reads what came
 * meanwhile.
 */
export const watchSilence = ({ onNotice, onEnd }: WatchOptions): Watch => {
  let silentTicks = 0;
  const timer = setInterval(() => {
    silentTicks += 1;
    if (silentTicks === silenceSeconds.notice) onNotice();
    if (silentTicks === silenceSeconds.end) onEnd();
  }, tickMs);
  return {
    heard: () => {
      silentTicks = 0;
    },
    stop: () => clearInterval(timer),
  };
};
