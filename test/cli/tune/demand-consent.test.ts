import { expect, test } from 'vitest';
import { interruptOf } from '../../../cli/run/interrupt.ts';
import { demandConsent } from '../../../cli/tune/demand-consent.ts';
import { runTune } from '../../../cli/tune/run-tune.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { spikeConfig } from '../../builders/run.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

const configWith = (apply?: unknown) => resolveConfig({ ...spikeConfig, apply }, 'k6.config.ts');
const command = ['./apply.sh', '{settings}'];

test('tune fires nothing where nobody has agreed that its advice is applied', async () => {
  const notes: string[] = [];
  const progress = {
    note: (line: string) => void notes.push(line),
    status: () => {},
    step: () => {},
    close: () => {},
  };
  const tuning = runTune(configWith({ command }), {
    runsFolder: await temporaryFolder(),
    roundsMax: 1,
    budgetMinutes: 1,
    isAllowed: false,
    progress,
    interrupt: interruptOf(new AbortController().signal),
  });
  await expect(tuning).rejects.toMatchObject({
    code: 'E_SAFETY',
    details: [
      {
        what: 'tune applies what it plans, by apply.command, and nobody has agreed to that: nothing was fired',
        where: 'apply.command: ./apply.sh {settings}',
        fix: expect.stringMatching(/^say --yes, or set apply\.auto in the config; headroom test and/),
      },
    ],
  });
  expect(notes).toEqual([]);
});

test('it asks by whatever way the config applies settings, and only where a word is needed', () => {
  const sandbox = configWith({ sandbox: 'http://127.0.0.1:9' });
  expect(() => demandConsent(sandbox, false)).toThrow(/as the config says, and nobody has agreed/);
  demandConsent(sandbox, true);
  demandConsent(configWith({ command, auto: true }), false);
  demandConsent(configWith(), false);
});
