import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const textOf = (file: string): string =>
  readFileSync(join(import.meta.dirname, '../../release', file), 'utf8');

type Step = { readonly run?: string; readonly bash?: string; readonly env?: Record<string, string> };

const files = [
  { file: 'github-action/action.yml', word: 'inputs' },
  { file: 'azure-pipelines/headroom.yml', word: 'parameters' },
];

describe.each(files)('$file', ({ file, word }) => {
  const text = textOf(file);
  const parsed = parse(text);
  const steps: readonly Step[] = parsed.steps ?? parsed.runs.steps;
  const scripts = steps.flatMap(({ run, bash, env }) => {
    const script = run ?? bash;
    return script === undefined ? [] : [{ script, env: env ?? {} }];
  });

  it('asks for what it uses, and uses what it asks for', () => {
    const used = [...text.matchAll(new RegExp(`\\b${word}\\.([a-z][\\w-]*)`, 'g'))].map(([, name]) => name);
    const asked = parsed[word];
    const names: string[] = Array.isArray(asked) ? asked.map(({ name }) => name) : Object.keys(asked);
    expect([...new Set(used)].sort()).toEqual([...names].sort());
  });

  it('has scripts that a shell understands, and puts nothing of the user into their text', () => {
    expect(scripts.length).toBeGreaterThan(1);
    for (const { script, env } of scripts) {
      execFileSync('bash', ['-n', '-c', script]);
      expect(script, 'what a user gives comes by the environment').not.toContain('${{');
      for (const [, name = ''] of script.matchAll(/\$([A-Z_]+)/g)) expect(Object.keys(env)).toContain(name);
    }
  });
});
