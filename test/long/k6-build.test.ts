import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { findK6 } from '../../load/k6/find.ts';
import { goBuildTimeLimitMs, machineWithGo } from './go-machine.ts';

const sha256Of = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

it('builds the same k6, bit for bit, in any folder and whatever Go is told', {
  timeout: 2 * goBuildTimeLimitMs,
}, async () => {
  const plain = await findK6({ environment: await machineWithGo() });
  const told = { GOFLAGS: '-tags=other', GOOS: 'plan9', GOARCH: 'arm', CGO_ENABLED: '1' };
  const other = await findK6({ environment: { ...(await machineWithGo()), ...told } });
  expect([plain.source, other.source]).toEqual(['build', 'build']);
  expect(other.path).not.toBe(plain.path);
  expect(await sha256Of(other.path)).toBe(await sha256Of(plain.path));
});
