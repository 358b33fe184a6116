import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../../../cli/apply/run-command.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

/** Runs a script of the shell; `onLine` gets what it prints and may ask for a stop, and for a cut. */
const run = (script: string, onLine: (line: string, ask: Record<'stop' | 'cut', () => void>) => void) => {
  const [stop, cut] = [new AbortController(), new AbortController()];
  const ask = { stop: () => stop.abort(), cut: () => cut.abort() };
  return runCommand(['sh', '-c', script], {
    env: {},
    note: (line) => onLine(line, ask),
    interrupt: { stop: stop.signal, cut: cut.signal },
    onNotStarted: async () => undefined,
    fix: 'fix it',
  });
};

test('a stop ends the command and what it has started', async () => {
  let started = '';
  const running = run('sleep 1000 & echo $!; wait', (line, ask) => {
    started = line;
    ask.stop();
  });
  await expect(running).rejects.toMatchObject({
    code: 'E_INTERRUPTED',
    message: 'interrupted: apply.command was ended',
  });
  // A process that was ended may be listed until its parent has asked for its end.
  await expect
    .poll(() => run(`ps -o stat= -p ${started} | grep -qv Z && exit 3; exit 0`, () => undefined))
    .toBeUndefined();
});

test('a second one kills a command that goes on', async () => {
  const running = run("trap 'echo asked' TERM; echo ready; while :; do sleep 0.05; done", (line, ask) => {
    if (line === 'ready') ask.stop();
    if (line === 'asked') ask.cut();
  });
  await expect(running).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
});

test('a command that ends well all the same has done its work', async () => {
  await run("trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done", (_line, ask) => ask.stop());
});

test('another code, or a signal from elsewhere, is a failure of the command', async () => {
  await expect(run('exit 7', () => undefined)).rejects.toMatchObject({
    code: 'E_VERIFY',
    details: [{ what: 'apply.command failed: it ended with 7', fix: 'fix it' }],
  });
  await expect(run('kill -9 $$', () => undefined)).rejects.toThrow('SIGKILL ended it');
});

test('a program that is not there is a fault of the config', async () => {
  const command = [join(await temporaryFolder(), 'apply.sh')];
  const options = { env: {}, note: () => undefined, interrupt: undefined, fix: '' };
  let dropped = 0;
  const onNotStarted = async () => {
    dropped += 1;
  };
  await expect(runCommand(command, { ...options, onNotStarted })).rejects.toMatchObject({
    code: 'E_CONFIG',
    exitCode: 2,
    message: expect.stringMatching(/^the program of apply\.command could not be started: spawn .* ENOENT$/),
  });
  expect(dropped).toBe(1);
});
