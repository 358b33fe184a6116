import { describe, expect, it } from 'vitest';
import { settingsTexts } from '../../../cli/plan/settings-texts.ts';
import { recommendation } from '../../builders/recommendation.ts';
import { holdsWhatIsWritten, quick, services } from './settings-of-advice.ts';

describe('settings files of a run whose client gave up after 3 s', () => {
  it.each(services.filter(({ name }) => name === quick))(
    '$name: say nothing that was neither read, measured nor decided',
    holdsWhatIsWritten,
  );
});

it('says that the own file stays as it is where the advice is a fixed number of replicas', () => {
  const notes: string[] = [];
  const advice = recommendation();
  const settings = { ...advice.settings, policy: { kind: 'fixed', replicas: 4 } as const };
  const own = { file: 'own.yaml', text: '' };
  const options = { own, names: {}, note: (line: string) => notes.push(line) };
  expect(settingsTexts({ ...advice, settings }, options)).toEqual([]);
  expect(notes).toEqual([expect.stringContaining('own.yaml is not patched: the advice is a fixed number')]);
});
