import { describe, expect, it } from 'vitest';
import { besideTheCaller } from '../../../scenarios/k6/summary.ts';

describe("a script's own summary", () => {
  it('is written where the tool was started, unless it names a place itself', async () => {
    const files = { 'a.json': '1', '/tmp/b.json': '2', stdout: '3', stderr: '4' };
    const placed = { '/home/me/a.json': '1', '/tmp/b.json': '2', stdout: '3', stderr: '4' };
    expect(besideTheCaller(() => files, '/home/me')({})).toEqual(placed);
    expect(await besideTheCaller(async () => files, '/home/me')({})).toEqual(placed);
    expect(besideTheCaller(undefined, '/home/me')({})).toEqual({});
  });
});
