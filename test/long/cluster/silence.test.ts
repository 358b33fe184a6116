import { expect, onTestFinished, test } from 'vitest';
import { collectFrom, linesOf } from '../../cluster/collector.ts';
import { paths, pod } from '../../cluster/objects.ts';
import { startScriptedApiServer } from '../../cluster/scripted-api-server.ts';

test('30 s of silence are taken for a dead link: the watch is resumed, and what came late is in a gap', async () => {
  const server = await startScriptedApiServer();
  onTestFinished(server.close);
  server.put(paths.pods, pod('a'));
  const { lines, until } = await collectFrom(server.url);
  server.mute();
  const changedAtMs = Date.now();
  server.put(paths.pods, pod('a', 1));
  await until((all) => linesOf(all, 'pod').some(({ restarts }) => restarts === 1));
  expect(linesOf(lines, 'pod').map(({ restarts }) => restarts)).toEqual([0, 1]);
  const gap = linesOf(lines, 'gap').find(({ resource }) => resource === 'pods');
  expect(gap?.fromMs).toBeLessThanOrEqual(changedAtMs);
  expect(gap?.toMs).toBeGreaterThan(changedAtMs + 25_000);
});
