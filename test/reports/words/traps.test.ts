import { describe, expect, it } from 'vitest';
import { dialects } from '../../../planner/settings/index.ts';
import type { Trap } from '../../../planner/settings/trap.ts';
import { trapText } from '../../../reports/words/settings/traps.ts';

describe('trapText', () => {
  it.each([0.0057, 0.0029, 0.0099])(
    'names the percentage that was meant without the noise of floats: %d',
    (targetUtilization) => {
      const trap: Trap = { rule: 'share-for-percentage', level: 'error', targetUtilization };
      expect(trapText(trap)).not.toMatch(/\d{7}/);
    },
  );

  it('says what was read from a file, and what to write instead', () => {
    const [trap] = dialects['azureml-v1'].readingOf('{"autoScaler": {"targetUtilization": 0.57}}').traps;
    expect(trapText(trap!)).toBe(
      'error: the target utilization is 0.57 % (line 1): write a percentage: 57 rather than 0.57',
    );
  });

  it('names the type that the API takes, and how it is written', () => {
    const wrong = { rule: 'wrong-type', level: 'error', key: 'max_instances', seen: '5' } as const;
    const spelled = { ...wrong, wants: 'string', plain: '5' } as const;
    expect(trapText(spelled)).toMatch(/takes a text there.*: write it in quotes: "5"$/);
    expect(trapText({ ...wrong, wants: 'string' })).toMatch(/: write it in quotes$/);
    expect(trapText({ ...wrong, wants: 'number' })).toMatch(
      /takes a number there.*: write it without quotes$/,
    );
  });

  it('counts one worker as one, and writes times in their unit', () => {
    const workers: Trap = { rule: 'slots-differ-from-workers', level: 'warning', slots: 4, workers: 1 };
    expect(trapText(workers)).toContain('the inference server runs 1 worker:');
    const timeout: Trap = { rule: 'short-default-timeout', level: 'warning', requestTimeoutMs: 5000 };
    expect(trapText(timeout)).toContain('end with 504 after 5 s (v1 waited 60 s)');
  });
});
