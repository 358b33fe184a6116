import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const tsc = join(import.meta.dirname, '../../../node_modules/typescript/bin/tsc');

type Message = { readonly id?: number; readonly method?: string; readonly result?: unknown };

/** The messages in a stream of the language server protocol: a header with the length, then JSON. */
const readMessages = (child: ChildProcessWithoutNullStreams, take: (message: Message) => void): void => {
  let rest = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const headEnd = rest.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(rest.subarray(0, headEnd).toString())?.[1]);
      if (headEnd < 0 || rest.length < headEnd + 4 + length) return;
      take(JSON.parse(rest.subarray(headEnd + 4, headEnd + 4 + length).toString()) as Message);
      rest = rest.subarray(headEnd + 4 + length);
    }
  });
};

/** TypeScript's own language server, as an editor starts it. */
export const startLanguageServer = (folder: string) => {
  const child = spawn(process.execPath, [tsc, '--lsp', '--stdio'], { cwd: folder });
  const waiting = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  const write = (message: object): void => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  readMessages(child, ({ id, method, result }) => {
    if (id === undefined) return;
    if (method === undefined) waiting.get(id)?.(result);
    else write({ id, result: method === 'workspace/configuration' ? [{}, {}, {}, {}] : null });
  });
  const request = (method: string, params: object | null): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      child.once('exit', () => reject(new Error(`the language server ended during ${method}`)));
      write({ id: lastId, method, params });
    });
  const notify = (method: string, params: object): void => write({ method, params });
  return {
    /** Opens a file and gives what an editor shows at a place of it, as text. */
    open: async (file: string, text: string) => {
      const uri = pathToFileURL(file).href;
      await request('initialize', {
        processId: process.pid,
        rootUri: pathToFileURL(folder).href,
        capabilities: {},
      });
      notify('initialized', {});
      notify('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text } });
      return async (offset: number): Promise<string> => {
        const before = text.slice(0, offset).split('\n');
        const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
        const hover = (await request('textDocument/hover', { textDocument: { uri }, position })) as {
          readonly contents: { readonly value: string };
        } | null;
        return hover?.contents.value ?? '';
      };
    },
    close: (): boolean => child.kill(),
  };
};
