import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openerFor, openReport } from '../../../cli/runs/open-report.ts';
import { catchOutput } from '../../builders/command-output.ts';
import { completeRun } from '../../builders/run.ts';

const output = catchOutput();

const record = async (): Promise<string> => {
  const folder = join(output.folder, completeRun().id);
  await mkdir(folder);
  await writeFile(join(folder, 'run.json'), JSON.stringify(completeRun()));
  return folder;
};

describe('headroom open', () => {
  it('prints the path of the report where no browser can be started', async () => {
    const folder = await record();
    await writeFile(join(folder, 'report.html'), '<!doctype html>');
    vi.stubEnv('DISPLAY', '');
    vi.stubEnv('WAYLAND_DISPLAY', '');
    await openReport(output.folder, undefined);
    vi.unstubAllEnvs();
    expect(output.printed).toEqual([join(folder, 'report.html')]);
    if (process.platform === 'linux') expect(output.errors.join()).toContain('open this file yourself');
  });

  it('refuses a run without a report', async () => {
    await record();
    await expect(openReport(output.folder, undefined)).rejects.toMatchObject({ code: 'E_RUN_FOLDER' });
  });

  it.each([
    ['darwin', {}, 'open'],
    ['win32', {}, 'explorer.exe'],
    ['linux', { DISPLAY: ':0' }, 'xdg-open'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
    ['linux', {}, undefined],
  ] as const)('on %s with %j starts %s', (platform, env, program) => {
    expect(openerFor(platform, env)).toBe(program);
  });
});
