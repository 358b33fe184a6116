import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runApply } from '../../../cli/apply/run-apply.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { exitCodeOf } from '../../../errors/catalogue.ts';
import { exit } from '../../../errors/exit-codes.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import type { Run } from '../../../runs/schema/run.ts';
import type { Verification } from '../../../runs/schema/verification.ts';
import { spikeProof } from '../../builders/planned-report.ts';
import { costlyUnknown, recommendation } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';
import { writeRunFolder } from '../../builders/run-folder.ts';

type Given = {
  readonly advice?: Partial<Recommendation>;
  readonly run?: Partial<Run>;
  readonly verdict?: Verification['verdict'];
};

/** Applies an advice by a command that leaves a file; `isAllowed` says --yes. */
const apply = async ({ advice = {}, run = {}, verdict }: Given, isAllowed: boolean) => {
  const recorded = completeRun(run);
  const folder = await writeRunFolder({ run: recorded, load: [], cluster: [], droppedLines: 0 });
  const advised = recommendation(advice);
  await writeFile(join(folder, 'recommendation.json'), JSON.stringify(advised));
  if (verdict !== undefined) {
    const proof = spikeProof({
      plannedFrom: recorded.id,
      verifiedBy: 'second',
      settings: advised.settings,
      verdict,
    });
    await writeFile(join(folder, 'verification.json'), JSON.stringify(proof));
  }
  const command = ['touch', join(folder, 'called')];
  const config = resolveConfig({ ...spikeConfig, apply: { command, auto: true } }, 'k6.config.ts');
  const notes: string[] = [];
  const options = { folder, isAllowed, note: (line: string) => void notes.push(line) };
  const error = await runApply(config, options).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const isCalled = await access(join(folder, 'called')).then(
    () => true,
    () => false,
  );
  return { error, isCalled, notes };
};

test.each<[string, Given, string, RegExp]>([
  [
    'settings that only miss the SLO by least',
    { advice: { basis: 'leastRegret' } },
    'there is no advice to apply: no settings that were tried meet the SLO',
    /^change the SLO, the budget or the service/,
  ],
  [
    'settings of a plan that asks for a run',
    { advice: { basis: 'leastRegret', unknowns: [costlyUnknown] } },
    'there is no advice to apply yet: what was recorded can’t carry one',
    /^Run next: raise the timeouts .* fire 4\/s for a minute/,
  ],
  [
    'an interim advice',
    { advice: { unknowns: [costlyUnknown] } },
    'the advice is interim: a further run comes first, and may change it',
    /^Run next: .* headroom verify \S+ --yes sets them and fires/,
  ],
  [
    'the advice of a load that was cut',
    { run: { status: 'interrupted' } },
    'the advice is interim: a further run comes first, and may change it',
    /record the whole load/,
  ],
  [
    'an advice that a re-run has refuted',
    { verdict: 'refuted' },
    'the advice is withdrawn: the re-run second has shown that its settings do not hold',
    /^plan again with both runs/,
  ],
])('%s: neither shown nor written', async (_, given, what, fix) => {
  for (const isAllowed of [false, true]) {
    const { error, isCalled, notes } = await apply(given, isAllowed);
    const details = [expect.objectContaining({ what, fix: expect.stringMatching(fix) })];
    expect(error).toMatchObject({ code: 'E_NOT_ENOUGH_DATA', details });
    expect({ notes, isCalled }).toEqual({ notes: [], isCalled: false });
  }
  expect(exitCodeOf('E_NOT_ENOUGH_DATA')).toBe(exit.noAdvice);
});

test.each<[string, Given]>([
  ['a settled advice', {}],
  [
    'an interim advice that a re-run has confirmed',
    { advice: { unknowns: [costlyUnknown] }, verdict: 'confirmed' },
  ],
])('%s: written', async (_, given) => {
  const { error, isCalled } = await apply(given, true);
  expect({ error, isCalled }).toEqual({ error: null, isCalled: true });
});
