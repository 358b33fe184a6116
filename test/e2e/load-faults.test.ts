import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { launcherPath } from '../../cli/version.ts';
import { faultCodesOf, preparedSoak } from './prepared-soak.ts';
import { onlyRun, pidOfK6, resultOf, runCli, runsIn, startCli } from './support.ts';

describe('a generator that does not keep its plan', () => {
  it('killed in the middle: no verdict, exit code 8, and the folder says why', async () => {
    const { config, runs } = await preparedSoak();
    const cli = startCli(['test', '--config', config, '--runs', runs]);
    await cli.shows(/soak · \d+/);
    process.kill(await pidOfK6(await onlyRun(runs)), 'SIGKILL');
    const { code, stdout } = await cli.ended;
    expect(code, stdout).toBe(8);
    expect(stdout).toContain('The load did not run as planned');
    const result = await resultOf(await onlyRun(runs));
    expect(result.verdict.met).toBeNull();
    expect(faultCodesOf(result)).toEqual(expect.arrayContaining(['endedEarly', 'noEndLine']));
    expect(await readFile(join(await onlyRun(runs), 'junit.xml'), 'utf8')).toContain('<error');
  });
});

describe('two tests of one service from one folder', () => {
  it('the second is refused at once and the first goes on; one that was killed blocks nobody', async () => {
    const { config, runs } = await preparedSoak();
    const test = ['test', '--config', config, '--runs', runs];
    const first = startCli(test);
    await first.shows(/soak · \d+/);
    const second = await runCli(test);
    expect(second.code, second.stderr).toBe(2);
    expect(second.stderr).toContain(`process ${first.pid} has fired loads at http://127.0.0.1:`);
    expect(await runsIn(runs)).toHaveLength(1);
    first.kill('SIGKILL');
    await first.ended;
    const third = startCli(test);
    await third.shows(/soak · \d+/);
    third.kill('SIGINT');
    expect((await third.ended).code).toBe(130);
    expect((await readdir(runs)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('a disk that takes no more', () => {
  it('ends the load at once with E_DISK, and what was written can be reported', async () => {
    const { config, runs } = await preparedSoak();
    const limited = spawn(
      '/bin/bash',
      [
        '-c',
        `ulimit -f 12; exec "$@"`,
        'bash',
        process.execPath,
        launcherPath,
        'test',
        '--config',
        config,
      ].concat('--runs', runs),
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const [stderr] = await Promise.all([text(limited.stderr), once(limited, 'close')]);
    expect(limited.exitCode, stderr).toBe(2);
    expect(stderr).toMatch(
      /E_DISK: the load was ended, as load\.ndjson can't be written: it is larger than a file may be\n.*\n.*then headroom report \S+ reports what was recorded until then/,
    );
    const report = await runCli(['report', await onlyRun(runs)]);
    expect(report.code, report.stderr).toBe(0);
    expect((await resultOf(await onlyRun(runs))).verdict.met).toBeNull();
  });
});
