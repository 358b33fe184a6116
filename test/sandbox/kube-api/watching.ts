import { onTestFinished } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { tellWaits } from '../../still-waiting.ts';

export type Frame = {
  readonly type: string;
  readonly object: {
    readonly kind: string;
    readonly code?: number;
    readonly metadata: {
      readonly name?: string;
      readonly resourceVersion?: string;
      readonly annotations?: Record<string, string>;
    };
  };
};

export type Watching = {
  readonly status: number;
  readonly frames: readonly Frame[];
  /** Resolves with the first frame, seen already or still to come, for which the condition holds. */
  readonly until: (holds: (frame: Frame) => boolean) => Promise<Frame>;
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
};

/** Reads a watch of the Kubernetes API frame by frame until the test is over. */
export const startWatch = async (sandbox: Sandbox, path: string): Promise<Watching> => {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const response = await fetch(sandbox.apiUrl + path, { signal: controller.signal });
  const frames: Frame[] = [];
  const waiting = new Map<(frame: Frame) => void, (frame: Frame) => boolean>();
  tellWaits(() => waiting.values());
  const take = (line: string): void => {
    const frame = JSON.parse(line) as Frame;
    frames.push(frame);
    for (const one of [...waiting.keys()]) one(frame);
  };
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    }
  };
  const until = (holds: (frame: Frame) => boolean): Promise<Frame> =>
    new Promise((resolve) => {
      const seen = frames.find(holds);
      if (seen) resolve(seen);
      const check = (frame: Frame): void => {
        if (!holds(frame)) return;
        waiting.delete(check);
        resolve(frame);
      };
      if (!seen) waiting.set(check, holds);
    });
  const ended = read().catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return { status: response.status, frames, until, ended };
};
