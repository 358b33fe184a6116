import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderDoctor } from '../../../cli/output/doctor.ts';
import { nextAfterComparison, nextAfterLook, nextAfterProof } from '../../../cli/output/next-command.ts';
import { shownPath } from '../../../cli/output/shown-path.ts';
import { renderTuned } from '../../../cli/output/tuned.ts';
import { withFolders } from '../../../cli/output/with-folders.ts';
import type { Tuned } from '../../../cli/tune/run-tune.ts';
import type { MarginProof, Verification } from '../../../runs/schema/verification.ts';
import {
  marginHeld,
  marginMissed,
  marginOpen,
  spikeAdvice,
  spikeProof,
} from '../../builders/planned-report.ts';
import { spikeResult } from '../../builders/result.ts';

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
      marginFolders: [],
    };
    expect(lastLine(renderTuned(tuned, usual))).toBe("next: headroom open 'my runs/a'");
  });

  it('says of a tuning that was predicted wrongly before that its margin is only simulated', () => {
    const right = spikeProof();
    const wrong = spikeProof({ verdict: 'predictionOff', predictionRight: false, wrongInputs: [] });
    const roundsOf = (...proofs: Verification[]): Tuned['rounds'] =>
      proofs.map((verification) => ({ settings: spikeAdvice().settings, verification, htmlPath: 'a.html' }));
    const tunedIn = (rounds: Tuned['rounds']): string =>
      renderTuned(
        { end: 'confirmed', rounds, inForce: null, sloHeld: true, folders: ['a', 'b'], marginFolders: [] },
        usual,
      );
    const planned = { low: 90, mid: 100, high: 110, confidence: 0.95 };
    const known = spikeProof({
      ...wrong,
      wrongInputs: [{ input: 'serviceTime', planned, measured: 140 }],
    });
    expect(tunedIn(roundsOf(wrong, wrong, right))).toContain(
      'Rounds 1 and 2 came out otherwise than predicted, and it is not known why.',
    );
    expect(tunedIn(roundsOf(wrong, right))).toContain('The margin is only simulated');
    const fired = tunedIn(roundsOf(wrong, spikeProof({ margin: marginHeld })));
    expect(fired).toContain('The proof is of the loads that were fired, each of them once.');
    expect(fired).not.toContain('only simulated');
    expect(tunedIn(roundsOf(right))).not.toContain('otherwise than predicted');
    expect(tunedIn(roundsOf(known, right))).not.toContain('otherwise than predicted');
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
    ['cantTell', 'headroom verify a --applied'],
  ] satisfies [Verification['verdict'], string][])('after a re-run that ends %s is %s', (verdict, next) => {
    const verification = { ...spikeProof(), verdict };
    expect(nextAfterProof({ verification, folder: 'a', rerunFolder: 'b' })).toBe(next);
  });

  it.each<[string, Pick<Verification, 'reason' | 'start'>, string]>([
    [
      'began with stated replicas',
      {
        reason: { code: 'loadNotAsPlanned', faults: [] },
        start: { predictedReplicas: 10, measuredReplicas: 9, seenBy: 'statement' },
      },
      'headroom verify a --applied --began-with 9',
    ],
    [
      'had other settings',
      {
        reason: { code: 'notInForce' },
        start: { predictedReplicas: 10, measuredReplicas: 9, seenBy: 'watch' },
      },
      'headroom apply a',
    ],
  ])('after a re-run that can’t tell and %s is one that can be done', (_, change, next) => {
    const verification = { ...spikeProof(), verdict: 'cantTell' as const, ...change };
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
    ['nothingHolds', 'next: headroom plan b'],
    ['roundsUsedUp', 'next: headroom plan a b'],
    ['budgetUsedUp', 'next: headroom plan a b'],
  ] satisfies [Tuned['end'], string][])('after tuning that ends %s is %s', (end, next) => {
    const tuned: Tuned = {
      end,
      rounds: [],
      inForce: null,
      sloHeld: null,
      folders: ['a', 'b'],
      marginFolders: [],
    };
    expect(lastLine(renderTuned(tuned, usual))).toBe(next);
  });

  it('after tuning that proved nothing is the proof of what it has set, with the config that it read', () => {
    const verification = {
      ...spikeProof(),
      verdict: 'cantTell',
      sloHeld: null,
      reason: { code: 'notComplete', status: 'interrupted' },
    } as const;
    const { settings } = verification;
    const rounds = [{ settings, verification, htmlPath: 'a/report.html' }];
    const tuned: Tuned = {
      end: 'notProven',
      rounds,
      inForce: settings,
      sloHeld: null,
      folders: ['a', 'b'],
      marginFolders: [],
    };
    const text = renderTuned(tuned, { file: resolve('my.config.ts') });
    expect(lastLine(text)).toBe('next: headroom verify a --applied --config my.config.ts');
    expect(text).toContain('that round has not proven them');
    expect(text).not.toContain('nothing to prove');
  });

  it('after a margin that was missed is why, and after one that can’t be told the same again', () => {
    const nextWith = (margin: MarginProof) =>
      nextAfterProof({ verification: spikeProof({ margin }), folder: 'kept/a', rerunFolder: 'kept/b' });
    expect(nextWith(marginMissed)).toBe('headroom explain kept/at-margin');
    expect(nextWith(marginOpen)).toBe('headroom verify kept/a --applied --margin');
    expect(nextWith(marginHeld)).toMatch(/^headroom open kept\/a shows the proof/);
  });

  it('after tuning whose margin was missed is why, or a plan with all runs', () => {
    const { settings } = spikeProof();
    const rounds = [{ settings, verification: spikeProof({ margin: marginMissed }), htmlPath: 'a.html' }];
    const [folders, marginFolders] = [['a', 'b'], ['c']];
    const ended = (end: Tuned['end']): string =>
      renderTuned({ end, rounds, inForce: settings, sloHeld: true, folders, marginFolders }, usual);
    expect(lastLine(ended('marginMissed'))).toBe('next: headroom explain c');
    expect(ended('marginMissed')).toContain('missed the SLO at the margin');
    expect(ended('marginMissed')).toContain('runs: a, b, c');
    expect(lastLine(ended('roundsUsedUp'))).toBe('next: headroom plan c a b');
    expect(ended('roundsUsedUp')).toContain('No advice held at its margin in the allowed rounds.');
    expect(ended('budgetUsedUp')).toContain('No advice held at its margin within the budget.');
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

describe('after a comparison that can’t tell', () => {
  it('asks for more runs only where they would tell', () => {
    const next = (runsToTell: number | null, unlike: 'rates'[] = []) =>
      nextAfterComparison({ verdict: 'cantTell', runsToTell, unlike }, 'runs/a');
    expect(next(6)).toBe('headroom test --repeat 6');
    expect(next(null)).toBe('headroom open runs/a');
    expect(next(6, ['rates'])).toBe('headroom open runs/a');
  });
});
