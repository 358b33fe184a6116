import { describe, expect, it } from 'vitest';
import { withLabels } from '../../../cli/run/labels.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import { spikeConfig } from '../../builders/run.ts';

const config = resolveConfig({ ...spikeConfig, title: 'nightly spike', tags: ['nightly'] }, 'k6.config.ts');

describe('title and tags', () => {
  it('come from the config', () => {
    expect(withLabels(config, {})).toMatchObject({ title: 'nightly spike', tags: ['nightly'] });
  });

  it('of the command line: its title goes before, its tags stand beside', () => {
    expect(withLabels(config, { title: 'after the fix', tag: ['team=search', 'nightly'] })).toMatchObject({
      title: 'after the fix',
      tags: ['nightly', 'team=search'],
    });
  });

  it.each([
    [{ title: '' }, '--title'],
    [{ title: 'two\nlines' }, '--title'],
    [{ title: 'turned \u202eround' }, '--title'],
    [{ title: 'x'.repeat(101) }, '--title'],
    [{ tag: ['two words'] }, '--tag'],
    [{ tag: [''] }, '--tag'],
    [{ tag: Array.from({ length: 21 }, (_, i) => `t${i}`) }, '--tag'],
  ])('refuses %j with the option', (labels, where) => {
    const refused = (() => {
      try {
        return withLabels(config, labels);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(HeadroomError);
    expect(refused).toMatchObject({
      code: 'E_USAGE',
      details: [{ where, fix: expect.stringContaining(`${where} `) }],
    });
  });

  it('are refused in a config as well', () => {
    expect(() => resolveConfig({ ...spikeConfig, tags: ['a', 'a'] }, 'k6.config.ts')).toThrow(
      'tags is ["a","a"]',
    );
  });
});
