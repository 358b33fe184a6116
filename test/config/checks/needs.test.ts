import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { missingNeeds } from '../../../config/checks/needs.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-needs-'));
writeFileSync(join(folder, 'row.json'), '{}');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** "path: what | fix" of every need of a target that is not met. */
const needsOf = (target: object): string[] =>
  missingNeeds({ target }, join(folder, 'k6.config.ts')).map(
    ({ path, what, fix }) => `${path.join('.')}: ${what} | ${fix}`,
  );

describe('what a config needs', () => {
  it('asks about text that is also the name of a file, with both ways out', () => {
    const [need, ...others] = needsOf({ payload: './row.json' });
    expect(others).toEqual([]);
    expect(need).toMatch(
      /target\.payload: text that is also|target\.payload: target\.payload is text that is also/,
    );
    expect(need).toContain('write { file: "./row.json" }');
    expect(need).toContain('{ text: "./row.json" }');
    expect(needsOf({ payload: './other.json' })).toEqual([]);
    expect(needsOf({ payload: { text: './row.json' } })).toEqual([]);
    expect(needsOf({ payload: '{"data":[[1]]}' })).toEqual([]);
  });

  it('names files that are not there, or are no files, in forms too', () => {
    expect(needsOf({ payload: { file: '.' } }).join()).toContain('is not a file');
    const form = { multipart: { files: { a: './a.wav', b: { file: './row.json' } } } };
    expect(needsOf({ payload: form })).toEqual([
      expect.stringContaining('target.payload.multipart.files.a: '),
    ]);
  });

  it('refuses headers that can’t be sent, without their values', () => {
    vi.stubEnv('HEADROOM_TEST_KEY', 'secret-with-line-break\n');
    const needs = needsOf({
      headers: { 'X Y': 'a', 'x-a': 'b', 'X-A': 'c', 'x-b': 'secret\nvalue' },
      auth: { env: 'HEADROOM_TEST_KEY' },
    }).join('\n');
    vi.unstubAllEnvs();
    expect(needs).toContain('"X Y" is not a valid header name');
    expect(needs).toContain('X-A is there twice');
    expect(needs).toContain('x-b holds a character');
    expect(needs).toContain('HEADROOM_TEST_KEY holds a character that no header can carry');
    expect(needs).not.toContain('secret');
  });

  it('leaves the type of a form to the form', () => {
    const target = {
      headers: { 'content-type': 'multipart/form-data' },
      payload: { multipart: { fields: { a: 'b' } } },
    };
    expect(needsOf(target).join()).toContain('a form sets its own Content-Type');
  });
});
