import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderDoctor } from '../../../cli/output/doctor.ts';
import { forConfig, forRecordedConfig } from '../../../cli/output/for-config.ts';
import { configFrom } from '../../../cli/run/record.ts';
import { headroomHere } from '../../builders/in-process.ts';
import { spikeRefusal } from '../../builders/planned-report.ts';
import { spikeResult } from '../../builders/result.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

const usual = { file: resolve('k6.config.ts') };

describe('a command', () => {
  it('reads the config that was read, if that is not the usual one', () => {
    const mine = { file: '/elsewhere/my config.ts' };
    expect(forConfig('headroom doctor', usual)).toBe('headroom doctor');
    expect(forConfig('headroom doctor', mine)).toBe("headroom doctor --config '/elsewhere/my config.ts'");
    expect(forConfig('headroom verify runs/a', mine)).toMatch(/^headroom verify runs\/a --config /);
    expect(forConfig('headroom plan runs/a', mine), 'a plan reads none').toBe('headroom plan runs/a');
    expect(renderDoctor([], { problems: 1, warnings: 0, config: mine })).toContain(
      "next: headroom doctor --config '/elsewhere/my config.ts' again, once the problems are fixed",
    );
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

  it('in a line of the doctor has its config', () => {
    const fault = {
      level: 'problem',
      topic: 'permission',
      what: 'no right',
      fix: 'grant what `headroom rbac` prints',
    } as const;
    expect(renderDoctor([fault], { problems: 1, warnings: 0, config: { file: resolve('b.ts') } })).toContain(
      '`headroom rbac --config b.ts`',
    );
  });

  it('in an error has the config that was named', async () => {
    const project = await temporaryFolder();
    const config = {
      target: { kind: 'local', url: 'http://localhost:9/score' },
      load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: 1 },
    };
    await writeFile(join(project, 'b.config.ts'), `export default ${JSON.stringify(config)};`);
    await writeFile(join(project, 'recommendation.json'), JSON.stringify(spikeRefusal));
    const { stderr } = await headroomHere(['apply', '.', '--config', 'b.config.ts'], project);
    expect(stderr).toContain('fix: headroom test --config b.config.ts with');
  });
});
