import { expect, test, vi } from 'vitest';
import { startPlanning } from '../../../cli/plan/plan-in-thread.ts';

test('a planning thread that ends without an answer is an error with its exit code', async () => {
  vi.stubEnv('NODE_OPTIONS', '--import data:text/javascript,process.exit(3)');
  await using thread = await startPlanning([]);
  const planned = thread.plan({} as never, { onProgress: () => undefined, onNote: () => undefined });
  await expect(planned).rejects.toThrow('without an answer, with exit code 3');
});
