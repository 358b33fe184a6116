import { describe, expect, it } from 'vitest';
import { nextAfterLook } from '../../../cli/output/next-command.ts';
import { adviceInShort } from '../../../reports/advice-terminal.ts';
import { unprovenText } from '../../../reports/words/plan/advice.ts';
import { adviceOfOtherText, headroomLines, toldOf } from '../../../reports/words/plan/headroom.ts';
import { inShort, inShortText } from '../../../reports/words/plan/in-short.ts';
import { keyFacts } from '../../../reports/words/plan/key-facts.ts';
import { spikeAdvice, spikeProof } from '../../builders/planned-report.ts';
import { spikeResult } from '../../builders/result.ts';

describe('an advice in short', () => {
  it('is margin, headroom, cost and proof', () => {
    expect(inShortText(spikeAdvice()).split('\n')).toEqual([
      'margin    SLO met at 24 requests/s (peak + 20 %) in 59 of 60 simulations',
      'headroom  can take a rise like this one, from 5/s to 7/s today, to 25.4/s',
      '          once changed, with 95 % chance',
      'cost      average 10.5 replicas, 7.5 today (spike 1 % of time, else 5/s)',
      'proof     not proven yet: "headroom verify" sets it and fires the load again',
    ]);
  });

  it('counts the simulations that met the SLO: a chance is less where they are few', () => {
    const { prediction } = spikeAdvice();
    const marginOf = (mid: number, runs: number) => {
      const chance = { ...prediction.meetsSloWithMargin, mid };
      return inShort(spikeAdvice({ prediction: { ...prediction, runs, meetsSloWithMargin: chance } }))[0]![1];
    };
    expect(marginOf(19 / 20, 18)).toContain('in 18 of 18 simulations');
    expect(marginOf(99 / 100, 98)).toContain('in 98 of 98 simulations');
    expect(marginOf(1 / 100, 98)).toContain('in 0 of 98 simulations');
  });

  it('fits a terminal of 80 columns, with long lines broken beside their names', () => {
    const lines = inShortText(spikeAdvice()).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(78);
    expect(lines.filter((line) => !line.startsWith(' ')).map((line) => line.split(' ')[0])).toEqual([
      'margin',
      'headroom',
      'cost',
      'proof',
    ]);
  });

  it('has the verdict of the proof once there is one', () => {
    expect(inShort(spikeAdvice(), { verification: spikeProof() }).at(-1)).toEqual([
      'proof',
      '✓ confirmed by the same load again: SLO held; prediction right within chance (3 of 4 figures, not mean replicas)',
    ]);
  });

  it('offers no re-run of the recorded load as a proof where another was planned for', () => {
    const { load } = spikeAdvice();
    const other = spikeAdvice({ load: { ...load, isOther: true } });
    const proof = 'not proven: a test with this load can, a re-run of the recorded one can’t';
    expect(inShort(other).at(-1)).toEqual(['proof', proof]);
    expect(unprovenText('run', other)).not.toContain('headroom verify');
    expect(adviceInShort(other, { folder: 'runs/a' }).replace(/\s+/g, ' ')).toMatch(
      /headroom apply runs\/a shows what changes where the config has apply \(such as apply\.azure\); headroom test with the planned load proves it$/,
    );
    expect(nextAfterLook({ result: spikeResult(), advice: other }, 'runs/a')).toBe('headroom test');
  });

  it('names no look at a cluster, and no proof without a statement, where none is watched', () => {
    const text = adviceInShort(spikeAdvice(), { folder: 'runs/a', unseenStart: 10 }).replace(/\s+/g, ' ');
    expect(text).toMatch(
      /set it by hand, or by headroom apply runs\/a where the config has apply; then headroom verify runs\/a --applied --began-with 10 proves it$/,
    );
    const named = adviceInShort(spikeAdvice(), { folder: 'a', config: 'b.ts' }).replace(/\s+/g, ' ');
    expect(named).toContain(
      'headroom apply a --config b.ts shows what changes where the config has apply (such as apply.azure); headroom verify a --config b.ts proves it',
    );
    const asTyped = adviceInShort(spikeAdvice(), { folder: 'runs/a/', config: 'b.ts' }).replace(/\s+/g, ' ');
    expect(asTyped).toContain('headroom apply runs/a/ --config b.ts shows what changes');
    expect(adviceInShort(spikeAdvice(), { folder: 'runs/a' })).toContain('headroom apply runs/a');
  });

  it('has nothing to prove where the settings in use are kept', () => {
    const { settings, compared } = spikeAdvice();
    const kept = spikeAdvice({ compared: { ...compared, current: { ...compared.current, settings } } });
    expect(inShort(kept).at(-1)).toEqual(['proof', 'nothing to prove: the settings in use are kept']);
    expect(inShort(kept)[1]![1]).toBe(
      'can take a rise like this one, from 5/s to 7/s today, with 95 % chance',
    );
    expect(unprovenText('run', kept)).toContain('there is nothing to prove');
    expect(unprovenText('run', spikeAdvice())).toContain('headroom verify runs/run');
  });

  it('does not sell what misses the SLO', () => {
    const lines = inShort(spikeAdvice({ basis: 'leastRegret' }));
    expect(lines[0]![1]).toMatch(/^SLO NOT met at 24 requests\/s/);
    expect(lines[1]![1]).toBe(
      'can take a rise like this one, from 5/s to 7/s today, to 25.4/s with the nearest, with 95 % chance',
    );
    expect(lines[3]![1]).toBe('nothing to prove: no settings meet the SLO');
  });

  it('says that the settings in use are not sure, not that they fail, where no load was held often enough', () => {
    const { headroom } = spikeAdvice();
    const [current, ...others] = headroom.settings;
    const settings = [{ ...current!, ratePerSecond: { ...current!.ratePerSecond, mid: 0 } }, ...others];
    const advice = spikeAdvice({ headroom: { ...headroom, settings } });
    expect(inShort(advice)[1]![1]).toBe(
      'not sure of even its baseline of 5/s today (less than 95 % chance), can take a rise like this one, from 5/s to 25.4/s once changed, with 95 % chance',
    );
    expect(headroomLines(advice.headroom)[0]).toBe(
      'now: holds its baseline of 5/s with less than 95 % chance',
    );
  });
});

describe('the headroom of a load that is no rise out of a baseline', () => {
  const { load, headroom } = spikeAdvice();
  const of = (change: Partial<typeof load>) => spikeAdvice({ load: { ...load, ...change } });
  const day = of({ kind: 'day', durationSeconds: 86_400, isOther: true });

  it('is a day that grows as a whole, never a rise to its peak', () => {
    expect(inShort(day)[1]![1]).toBe(
      'can take a day of this shape up to a peak of 7/s today, of 25.4/s once changed, with 95 % chance',
    );
    expect(headroomLines(day.headroom, toldOf(day))).toEqual([
      'now: holds a day of this shape up to a peak of 7/s with 95 % chance (65 % below the peak; 6/s to 8/s)',
      'advised: holds a day of this shape up to a peak of 25.4/s with 95 % chance (27 % above the peak; 24.8/s to 26/s)',
      "Azure ML's formula: holds a day of this shape up to a peak of 28/s with 95 % chance (40 % above the peak; 26/s to 30/s)",
    ]);
    expect(keyFacts(day)[0]).toEqual({
      name: 'Headroom for a day of this shape',
      value: 'holds up to 25.4/s, +27 %',
      basis: '24.8/s to 26/s; against the planned peak of 20/s; now up to 7/s',
    });
  });

  it('is told of a week, a trace and a steady load each as what it is', () => {
    const shortOf = (change: Partial<typeof load>) => inShort(of(change))[1]![1];
    expect(shortOf({ kind: 'day', durationSeconds: 7 * 86_400 })).toContain('a week of this shape up to a');
    expect(shortOf({ kind: 'counts' })).toContain(
      'a trace of this shape up to a peak of 7/s today, of 25.4/s',
    );
    const soak = spikeAdvice({ headroom: { ...headroom, baselineRatePerSecond: 20 } });
    expect(inShort(soak)[1]![1]).toBe('can take a steady 7/s today, 25.4/s once changed, with 95 % chance');
  });

  it('says of what recorded load it is where the plan was for another one', () => {
    expect(adviceOfOtherText(day.load)).toMatch(/^The advice in this folder was planned for a day\. Here/);
    expect(adviceOfOtherText(load)).toBeUndefined();
  });
});
