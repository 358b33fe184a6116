import { expect, it } from 'vitest';
import { wouldTellTexts } from '../../../reports/words/causes/remedies.ts';
import { spikeResult } from '../../builders/result.ts';

it('asks for an endpoint of each function where several functions ran at one, and their failures can’t be told apart', () => {
  const result = spikeResult();
  const { run, findings } = result;
  const finding = { ...findings[0]!, wouldTell: ['containerLogs'] as const };
  const textsOf = (mix: Record<string, number>) => {
    const config = { ...run.config, script: 's.ts', load: { ...run.config.load, mix } };
    const changed = { ...result, run: { ...run, config } } as typeof result;
    return wouldTellTexts({ finding, result: changed } as unknown as Parameters<typeof wouldTellTexts>[0]);
  };
  expect(textsOf({ fast: 6, bad: 1 })[0]).toContain('several ran (fast, bad)');
  expect(textsOf({ fast: 1 })).toHaveLength(1);
});

it('asks for no endpoint of a function that ran alone at the one that failed', () => {
  const result = spikeResult();
  const { run, findings } = result;
  const at = (endpoint: string) => ({ endpoint, weight: 1 });
  const mix = { fast: at('good'), slow: at('good'), bad: at('ugly') };
  const config = { ...run.config, script: 's.ts', load: { ...run.config.load, mix } };
  const textsOf = (name: string) => {
    const endpoints = [{ name, requests: 1 }];
    const finding = { ...findings[0]!, endpoints, wouldTell: ['containerLogs'] };
    const context = { finding, result: { ...result, run: { ...run, config } } };
    return wouldTellTexts(context as unknown as Parameters<typeof wouldTellTexts>[0]);
  };
  expect(textsOf('ugly')).toHaveLength(1);
  expect(textsOf('good')[0]).toContain('several ran (fast, slow)');
});
