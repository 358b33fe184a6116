import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderDoctor } from '../../../cli/output/doctor.ts';
import {
  forConfig,
  forRecordedConfig,
  nextAfterLook,
  nextAfterProof,
} from '../../../cli/output/next-command.ts';
import { shownPath } from '../../../cli/output/shown-path.ts';
import { renderTuned } from '../../../cli/output/tuned.ts';
import { withFolders } from '../../../cli/output/with-folders.ts';
import { configFrom } from '../../../cli/run/record.ts';
import type { Tuned } from '../../../cli/tune/run-tune.ts';
import type { Verification } from '../../../runs/schema/verification.ts';
import { spikeProof } from '../../builders/planned-report.ts';
import { spikeResult } from '../../builders/result.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

const usual = { file: resolve('k6.config.ts') };

const lastLine = (text: string): string => text.split('\n').at(-1)!;

describe('a path', () => {
  it.each([
    ['/home/me/project/runs/a', 'runs/a'],
    ['/home/me/other/runs/a', '/home/me/other/runs/a'],
    ['/home/me/project', '/home/me/project'],
    ['/home/me/project/..hidden/a', '/home/me/project/..hidden/a'],
  ])('%s is shown as a person would type it', (path, shown) => {
    expect(shownPath(path, '/home/me/project')).toBe(shown);
  });
});

describe('what to type next', () => {
  it('after a look at a run is what its report decides, with the folder that was named', () => {
    const result = spikeResult();
    expect(nextAfterLook({ result }, 'elsewhere/mine')).toBe('headroom plan elsewhere/mine');
  });

  it('after a look names the config that the run was recorded with, where that is here', async () => {
    const project = await temporaryFolder();
    const folder = join(project, 'kept/a');
    const file = join(project, 'mine.config.ts');
    const { configFile } = configFrom(folder, { file, from: project });
    expect(configFile).toBe('../../mine.config.ts');
    const { run } = spikeResult();
    const verify = () =>
      forRecordedConfig(`headroom verify ${folder}`, { ...run, configFile: configFile! }, folder);
    expect(verify()).toBe(`headroom verify ${folder}`);
    await writeFile(file, '');
    expect(verify()).toBe(`headroom verify ${folder} --config ${file}`);
    expect(forRecordedConfig('headroom test', run, folder)).toBe('headroom test');
    expect(forConfig(verify(), { file })).toBe(verify());
  });

  it.each([
    ['/tmp/runs/a', '/p/mine.config.ts'],
    ['/p/runs/a', '/home/me/mine.config.ts'],
  ])('keeps no path between %s and %s, which tells of more than the project', (folder, file) => {
    expect(configFrom(folder, { file, from: '/p' })).toEqual({});
  });

  it('names the folder as it is called, whatever signs are in its name', () => {
    const result = spikeResult();
    expect(nextAfterLook({ result }, 'cost/$&/$1')).toBe("headroom plan 'cost/$&/$1'");
  });

  it('has every path as a shell takes it', () => {
    const [folder, rerunFolder] = ['my runs/a', 'my runs/b'];
    const proof = { ...spikeProof(), verdict: 'refuted' } as const;
    expect(nextAfterProof({ verification: proof, folder, rerunFolder })).toBe(
      "headroom plan 'my runs/a' 'my runs/b'",
    );
    const tuned: Tuned = {
      end: 'confirmed',
      rounds: [],
      inForce: null,
      sloHeld: null,
      folders: [folder, 'b'],
    };
    expect(lastLine(renderTuned(tuned))).toBe("next: headroom open 'my runs/a'");
  });

  it('names runs in the words of a report by their folders, and others beside them', () => {
    const text =
      'Plan with both: headroom plan runs/a runs/b. Else headroom\n  explain runs/a; "GET runs/a" failed';
    expect(withFolders(text, { a: '/my runs/kept' })).toBe(
      `Plan with both: headroom plan '/my runs/kept' '/my runs/b'. Else headroom\n  explain '/my runs/kept'; "GET runs/a" failed`,
    );
  });

  it.each([
    [
      'confirmed',
      'headroom open a shows the proof; headroom plan a b plans again from both runs, perhaps for less',
    ],
    ['predictionOff', 'headroom plan a b'],
    ['refuted', 'headroom plan a b'],
    ['cantTell', 'headroom verify a'],
  ] satisfies [Verification['verdict'], string][])('after a re-run that ends %s is %s', (verdict, next) => {
    const verification = { ...spikeProof(), verdict };
    expect(nextAfterProof({ verification, folder: 'a', rerunFolder: 'b' })).toBe(next);
  });

  it('after a re-run whose replicas nobody saw states them', () => {
    const verification = {
      ...spikeProof(),
      verdict: 'cantTell',
      reason: { code: 'replicasUnseen' },
    } as const;
    expect(nextAfterProof({ verification, folder: 'a', rerunFolder: 'b' })).toBe(
      'headroom verify a --applied --began-with 10',
    );
  });

  it.each([
    ['confirmed', 'next: headroom open a'],
    ['unchanged', 'next: headroom capacity b'],
    ['noAdvice', 'next: headroom plan b'],
    ['roundsUsedUp', 'next: headroom plan a b'],
    ['budgetUsedUp', 'next: headroom plan a b'],
  ] satisfies [Tuned['end'], string][])('after tuning that ends %s is %s', (end, next) => {
    const tuned: Tuned = { end, rounds: [], inForce: null, sloHeld: null, folders: ['a', 'b'] };
    expect(lastLine(renderTuned(tuned))).toBe(next);
  });

  it('reads the config that was read, if that is not the usual one', () => {
    const mine = { file: '/elsewhere/my config.ts' };
    expect(forConfig('headroom doctor', usual)).toBe('headroom doctor');
    expect(forConfig('headroom doctor', mine)).toBe("headroom doctor --config '/elsewhere/my config.ts'");
    expect(forConfig('headroom verify runs/a', mine)).toMatch(/^headroom verify runs\/a --config /);
    expect(forConfig('headroom plan runs/a', mine), 'a plan reads none').toBe('headroom plan runs/a');
    expect(lastLine(renderDoctor([], { problems: 1, warnings: 0, config: mine }))).toBe(
      "next: headroom doctor --config '/elsewhere/my config.ts' again, once the problems are mended",
    );
  });

  it('after the doctor is the test, or the doctor again', () => {
    expect(lastLine(renderDoctor([], { problems: 0, warnings: 1, config: usual }))).toBe(
      'next: headroom test',
    );
    expect(lastLine(renderDoctor([], { problems: 1, warnings: 0, config: usual }))).toMatch(
      /^next: headroom doctor again/,
    );
  });
});
