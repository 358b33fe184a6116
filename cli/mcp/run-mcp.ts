import { existsSync } from 'node:fs';
import { loadConfig } from '../../config/load-config.ts';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { loadFilesOf } from './load-files.ts';
import { PARSE_ERROR, StdioServerTransport, serveStdio } from './mcp-library.ts';
import { createServer } from './server.ts';
import type { Fireable } from './test-tool.ts';
import { answerToUnreadable, readLines } from './unreadable.ts';

/** What the command line of `headroom mcp` says. */
export type McpArguments = { readonly config: string | undefined; readonly runs: string };

const defaultConfig = 'k6.config.ts';

/** The end of standard input, which the client holds, or a signal. */
const untilAskedToEnd = (): Promise<undefined> =>
  new Promise((resolve) => {
    for (const event of ['end', 'close'] as const) process.stdin.once(event, () => resolve(undefined));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(undefined));
  });

const tellUnread = (why: string): void => console.error(`headroom mcp: a message could not be read: ${why}`);

/** Answers what the library passes over. It tells of what is JSON and no message, and is silent on what is not JSON. */
const answerUnreadable = readLines((line) => {
  const answer = answerToUnreadable(line);
  if (answer === undefined) return;
  if (answer.error.code === PARSE_ERROR) tellUnread('it is not JSON');
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});

/**
 * Serves until the connection closes. The library closes it by itself after a fault that it can't go on from, such as a message
 * above 10 MiB; it passes over other messages that it can't read.
 */
const serve = (createServerOf: Parameters<typeof serveStdio>[0]) => {
  const transport = new StdioServerTransport();
  let lastFault: Error | undefined;
  const onerror = (fault: Error): void => {
    lastFault = fault;
    // What is wrong with a message is a long list: every form that it could have had, and why it has not.
    tellUnread(fault.name === 'ZodError' ? 'it is not a JSON-RPC message' : messageOf(fault));
  };
  process.stdin.on('data', answerUnreadable);
  const handle = serveStdio(createServerOf, { transport, onerror });
  const { onclose } = transport;
  const closed = new Promise<Error | undefined>((resolve) => {
    transport.onclose = () => {
      onclose?.();
      resolve(lastFault);
    };
  });
  return { handle, closed };
};

/** @throws HeadroomError E_CONFIG or E_SCENARIO for what can't be read */
const fireableFrom = async (file: string, runsFolder: string): Promise<Fireable> => {
  const config = await loadConfig(file);
  return { config, files: await loadFilesOf(config), runsFolder };
};

/**
 * `headroom mcp`: tools for an agent over standard input and output, until the client ends them. A load that is running
 * then drains and is reported.
 *
 * @throws HeadroomError E_CONFIG for a config that is there and wrong, or that was named and is not there; E_SCENARIO for a script
 * that can't be read; E_USAGE where a message of the client ended the connection
 */
export const runMcp = async ({ config: named, runs: runsFolder }: McpArguments): Promise<void> => {
  const file = named ?? defaultConfig;
  const hasConfig = named !== undefined || existsSync(file);
  const fireable = hasConfig ? await fireableFrom(file, runsFolder) : null;
  const running = new Set<Promise<unknown>>();
  const ended = untilAskedToEnd();
  const { handle, closed } = serve(() => createServer({ runsFolder, fireable, running }));
  console.error(
    fireable === null
      ? 'headroom mcp: no k6.config.ts here, so there is no tool that fires'
      : `headroom mcp: test may fire what ${file} says, once a person agrees`,
  );
  const fault = await Promise.race([ended, closed]);
  await handle.close();
  await Promise.allSettled(running);
  if (fault === undefined) return;
  throw new HeadroomError('E_USAGE', {
    what: `the connection to the client was closed: ${messageOf(fault)}`,
    where: 'headroom mcp',
    fix: 'start it again, and send smaller messages, one on each line',
    cause: fault,
  });
};
