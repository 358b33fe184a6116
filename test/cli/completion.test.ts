import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { headroom } from '../builders/headroom.ts';
import { headroomHere } from '../builders/in-process.ts';

const script = join(import.meta.dirname, '../../bin/completion/headroom.bash');

/** What bash offers for the last word of a line. */
const offered = async (...words: readonly string[]): Promise<string[]> => {
  const line = ['headroom', ...words].map((word) => `'${word}'`).join(' ');
  const ask = `source '${script}'; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _headroom; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)('bash', ['-c', ask]);
  return stdout.trim().split('\n');
};

describe('completion in bash', () => {
  it('offers verbs, then options of the verb, then their choices', async () => {
    expect(await offered('co')).toEqual(['compare', 'config', 'completion']);
    expect(await offered('plan', '--conf')).toEqual(['--confidence']);
    expect(await offered('plan', '--unit', 'per')).toEqual(['perSecond', 'perMinute', 'perHour']);
    expect(await offered('config', '')).toEqual(['schema', 'check']);
    expect(await offered('help', 'exit')).toEqual(['exit-codes']);
  });

  it('offers the second word of a verb, then the options of both', async () => {
    expect(await offered('runs', '')).toEqual(['prune', 'baseline']);
    expect(await offered('runs', 'pr')).toEqual(['prune']);
    expect(await offered('runs', 'prune', '--')).toEqual(
      expect.arrayContaining(['--keep', '--older-than', '--yes', '--runs']),
    );
    expect(await offered('runs', 'baseline', 'main', '--re')).toEqual(['--remove']);
    expect(await offered('runs', '--t')).toEqual(['--tag']);
  });

  it('offers files for all else', async () => {
    expect(await offered('lint', 'package.js')).toEqual(['package.json']);
  });
});

describe('headroom completion', () => {
  it('prints the script of a shell, and refuses one that it does not know', async () => {
    expect((await headroom(['completion', 'fish'])).stdout).toContain('complete -c headroom -n');
    const { code, stderr } = await headroomHere(['completion', 'powershell']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('one of bash, zsh, fish')]);
  });
});
