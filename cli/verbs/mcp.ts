import type { ArgumentsCamelCase, Argv } from 'yargs';
import type { McpArguments } from '../mcp/run-mcp.ts';

/** `headroom mcp`: how yargs shows and reads it. */
export const mcpCommand = {
  command: 'mcp',
  describe:
    'tools for an agent over stdio: what_if, why, is_it_proven, compare, runs, and test, which asks first',
  builder: (args: Argv) =>
    args
      .option('config', {
        type: 'string',
        describe: 'the config whose load the tool test may fire (default: k6.config.ts, if it is there)',
      })
      .option('runs', { type: 'string', default: 'runs', describe: 'folder of the runs' }),
  handler: async (args: ArgumentsCamelCase<McpArguments>): Promise<void> => {
    const { runMcp } = await import('../mcp/run-mcp.ts');
    await runMcp(args);
  },
};
