import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { onTestFinished } from 'vitest';
import { launcherPath } from '../../cli/version.ts';

/** What a tool said: words, and the same as data. */
export type Said = {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
};

/** A person beside the agent, who sees forms and answers them. */
export type Person = { readonly agrees: boolean; readonly asked: string[] };

type Options = {
  /** Without one the client can't ask anybody. */
  readonly person?: Person;
  /** `auto`: the protocol of 2026; else that of 2025. */
  readonly mode?: 'auto' | undefined;
  readonly cwd?: string;
  /** It serves several tests: whoever starts it closes it. */
  readonly isShared?: boolean;
};

type CallOptions = { readonly signal?: AbortSignal; readonly onprogress?: () => void };

/** `headroom mcp` in a process of its own, and the SDK's own client at its standard input and output. */
export const startAgent = async (
  args: readonly string[],
  { person, mode, cwd = '.', isShared = false }: Options = {},
) => {
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    {
      ...(person && { capabilities: { elicitation: { form: {} } } }),
      ...(mode && { versionNegotiation: { mode } }),
    },
  );
  if (person !== undefined)
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      person.asked.push(params.message);
      return person.agrees ? { action: 'accept', content: { fire: true } } : { action: 'decline' };
    });
  if (!isShared) onTestFinished(() => client.close());
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [launcherPath, 'mcp', ...args],
      cwd,
      stderr: 'ignore',
    }),
  );
  return {
    close: () => client.close(),
    tools: async () => (await client.listTools()).tools,
    /** @param options a signal that cancels the call, and what hears of its progress */
    call: async (
      name: string,
      given: Readonly<Record<string, unknown>> = {},
      options: CallOptions = {},
    ): Promise<Said> => {
      const { content, structuredContent, isError } = await client.callTool(
        { name, arguments: given },
        { timeout: 50_000, ...options },
      );
      const [first] = content as readonly { readonly text: string }[];
      return {
        text: first!.text,
        data: (structuredContent ?? {}) as Said['data'],
        isError: isError ?? false,
      };
    },
  };
};
