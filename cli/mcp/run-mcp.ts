import { existsSync } from 'node:fs';
import { loadConfig } from '../../config/load-config.ts';
import { serveStdio } from './mcp-library.ts';
import { createServer } from './server.ts';

/** What the command line of `headroom mcp` says. */
export type McpArguments = { readonly config: string | undefined; readonly runs: string };

const defaultConfig = 'k6.config.ts';

/** The end of standard input, which the client holds, or a signal. */
const untilAskedToEnd = (): Promise<void> =>
  new Promise((resolve) => {
    for (const event of ['end', 'close'] as const) process.stdin.once(event, () => resolve());
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

/**
 * `headroom mcp`: tools for an agent over standard input and output, until the client ends them. A load that is running
 * then drains and is reported.
 *
 * @throws HeadroomError E_CONFIG for a config that is there and wrong, or that was named and is not there
 */
export const runMcp = async ({ config: named, runs: runsFolder }: McpArguments): Promise<void> => {
  const file = named ?? defaultConfig;
  const hasConfig = named !== undefined || existsSync(file);
  const fireable = hasConfig ? { config: await loadConfig(file), runsFolder } : null;
  const running = new Set<Promise<unknown>>();
  const ended = untilAskedToEnd();
  const handle = serveStdio(() => createServer({ runsFolder, fireable, running }));
  console.error(
    fireable === null
      ? 'headroom mcp: no k6.config.ts here, so there is no tool that fires'
      : `headroom mcp: test may fire what ${file} says, once a person agrees`,
  );
  await ended;
  await handle.close();
  await Promise.allSettled(running);
};
