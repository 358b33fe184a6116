import { expect, test } from 'vitest';
import { interruptOf } from '../../../cli/run/interrupt.ts';

/** Something that opens when the test says so, and tells when it is disposed of. */
const opening = () => {
  const disposed = Promise.withResolvers<string>();
  const opened = Promise.withResolvers<AsyncDisposable>();
  const thing = { [Symbol.asyncDispose]: async () => disposed.resolve('disposed') };
  return { opened: opened.promise, open: () => opened.resolve(thing), disposed: disposed.promise };
};

test('what opens after a stop is disposed of', async () => {
  const stop = new AbortController();
  const { opened, open, disposed } = opening();
  const waited = interruptOf(stop.signal).orStop(opened);
  stop.abort();
  await expect(waited).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
  open();
  expect(await disposed).toBe('disposed');
});

test('what opens after a stop that came before it was asked for is disposed of', async () => {
  const { opened, open, disposed } = opening();
  await expect(interruptOf(AbortSignal.abort()).orStop(opened)).rejects.toMatchObject({
    code: 'E_INTERRUPTED',
  });
  open();
  expect(await disposed).toBe('disposed');
});

test('what opened before a stop stays open', async () => {
  const stop = new AbortController();
  const { opened, open, disposed } = opening();
  open();
  await interruptOf(stop.signal).orStop(opened);
  stop.abort();
  const turn = new Promise((resolve) => setImmediate(resolve, 'open'));
  expect(await Promise.race([disposed, turn])).toBe('open');
});

test('what fails after a stop is heard of no more', async () => {
  const stop = new AbortController();
  const opened = Promise.withResolvers<AsyncDisposable>();
  const waited = interruptOf(stop.signal).orStop(opened.promise);
  stop.abort();
  opened.reject(new Error('no cluster'));
  await expect(waited).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
});

test('what opens after a stop and fails to close is heard of no more', async () => {
  const closed = Promise.withResolvers<void>();
  const late = {
    [Symbol.asyncDispose]: () => {
      closed.resolve();
      return Promise.reject(new Error('the connection is gone'));
    },
  };
  const unhandled: unknown[] = [];
  const hear = (error: unknown): void => void unhandled.push(error);
  process.on('unhandledRejection', hear);
  const rejected = interruptOf(AbortSignal.abort()).orStop(Promise.resolve(late));
  await expect(rejected).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
  await closed.promise;
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', hear);
  expect(unhandled).toEqual([]);
});
