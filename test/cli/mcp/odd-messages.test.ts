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

describe('headroom mcp, of messages that it can’t read', () => {
  it('tells of them, goes on, and ends well with its input', async () => {
    const { code, stdout, stderr } = await serve(`[]\nnull\n${ping}`);
    expect(stderr.match(/it is no message of JSON-RPC/g)).toHaveLength(2);
    expect(stdout).toBe('{"result":{},"jsonrpc":"2.0","id":1}\n');
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
