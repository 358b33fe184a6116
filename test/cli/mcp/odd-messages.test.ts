import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { launcherPath } from '../../../cli/version.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

/** `headroom mcp` with this text at its standard input, which then ends. */
const serve = async (input: string) => {
  const cwd = await temporaryFolder();
  return new Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }>(
    (resolve) => {
      const child = execFile(process.execPath, [launcherPath, 'mcp'], { cwd }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
      // A server that has ended does not read to the end of its input.
      child.stdin!.on('error', (fault: NodeJS.ErrnoException) =>
        expect(fault.code).toMatch(/EPIPE|ECONNRESET/),
      );
      child.stdin!.end(input);
    },
  );
};

const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}\n';

type Message = { readonly id: unknown; readonly error?: { readonly code: number } };

const messagesIn = (stdout: string): Message[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Message);

describe('headroom mcp, of messages that it can’t read', () => {
  it('tells of them, answers them, goes on, and ends well with its input', async () => {
    const { code, stdout, stderr } = await serve(`[]\nnull\n{"jsonrpc":"2.0","id":7,\n${ping}`);
    expect(stderr.match(/it is not a JSON-RPC message/g)).toHaveLength(2);
    expect(stderr.match(/it is not JSON$/gm)).toHaveLength(1);
    const answers = messagesIn(stdout);
    expect(answers).toContainEqual({ result: {}, jsonrpc: '2.0', id: 1 });
    const refused = answers.filter(({ error }) => error !== undefined);
    expect(refused.map(({ id, error }) => [id, error?.code])).toEqual([
      [null, -32_600],
      [null, -32_600],
      [null, -32_700],
    ]);
    expect(code).toBe(0);
  });

  it('ends with a message of its own where one is larger than it may be', async () => {
    const { code, stdout, stderr } = await serve(`${ping}${'x'.repeat(11 * 1024 * 1024)}`);
    expect(stdout).toContain('"id":1');
    expect(stderr).toMatch(/E_USAGE: the connection to the client was closed: .*maximum size/);
    expect(stderr).not.toContain('top-level await');
    expect(code).toBe(2);
  });
});
