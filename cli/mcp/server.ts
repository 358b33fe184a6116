import {
  compareSchema,
  fireSchema,
  noArgumentsSchema,
  oneRunSchema,
  whatIfSchema,
} from '../../runs/schema/tools.ts';
import { findRun } from '../runs/find-run.ts';
import { version } from '../version.ts';
import { type Answer, faultResult, toResult } from './answers.ts';
import { type CallToolResult, McpServer } from './mcp-library.ts';
import { compare, isItProven, runs, whatIf, why } from './read-tools.ts';
import { createTestTool, type Fireable } from './test-tool.ts';

/** What the tools of an agent work on. */
type ServerOptions = {
  readonly runsFolder: string;
  /** null: there is no config, so nothing can be fired. */
  readonly fireable: Fireable | null;
  /** Loads that are running: whoever ends the server waits for them. */
  readonly running: Set<Promise<unknown>>;
};

const instructions = `Headroom spike-tests a scoring service on Kubernetes and advises autoscaler settings.
Ask "why" for the causes of failures, "what_if" before you suggest other settings, and "is_it_proven" before you call an
advice safe. Figures of "what_if" are simulated. "test" sends real requests: a person must agree to each.`;

/** The answer of a read tool, or its fault as an answer. */
const answered = (answer: Promise<Answer>): Promise<CallToolResult> => answer.then(toResult, faultResult);

const what = {
  runs: 'The recorded runs, newest first: verdict, peak, proof, title, commit, tags, baselines.',
  what_if:
    'What a recorded service would do with other settings or a higher spike, by simulation. Sends nothing.',
  why: 'Why requests of a run failed, each cause with its measurements, and why the service did or did not scale.',
  is_it_proven: 'Whether the advice of a run was proven by firing the same load again, figure by figure.',
  compare: 'Whether runs of the same load differ beyond chance: better, same, worse, or can’t tell.',
} as const;

const toolConfig = <Schema>(name: keyof typeof what, inputSchema: Schema) => ({
  description: what[name],
  inputSchema,
  annotations: { readOnlyHint: true, openWorldHint: false },
});

const registerReadTools = (server: McpServer, runsFolder: string): void => {
  const find = (run: string): Promise<string> => findRun(runsFolder, run);
  const findAll = (names: readonly string[]): Promise<string[]> => Promise.all(names.map(find));
  server.registerTool('runs', toolConfig('runs', noArgumentsSchema), () => answered(runs(runsFolder)));
  server.registerTool('what_if', toolConfig('what_if', whatIfSchema), (asked) =>
    answered(find(asked.run).then((run) => whatIf({ ...asked, run }))),
  );
  server.registerTool('why', toolConfig('why', oneRunSchema), ({ run }) => answered(find(run).then(why)));
  server.registerTool('is_it_proven', toolConfig('is_it_proven', oneRunSchema), ({ run }) =>
    answered(find(run).then(isItProven)),
  );
  server.registerTool('compare', toolConfig('compare', compareSchema), (asked) =>
    answered(
      Promise.all([find(asked.base), findAll(asked.runs), findAll(asked.alsoBase)]).then(
        ([base, compared, alsoBase]) => compare({ ...asked, base, runs: compared, alsoBase, runsFolder }),
      ),
    ),
  );
};

const registerTestTool = (server: McpServer, fireable: Fireable, running: Set<Promise<unknown>>): void => {
  const test = createTestTool(fireable);
  server.registerTool(
    'test',
    {
      description:
        'Fires the load of k6.config.ts at the service and reports it. It takes minutes. A person must agree first: the first call only asks. Host, rate and length are those of the config.',
      inputSchema: fireSchema,
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    },
    ({ confirm }, context) => {
      const answer = test({ token: confirm, context, connected: server.server.getClientCapabilities() });
      running.add(answer);
      return answer.catch(faultResult).finally(() => running.delete(answer));
    },
  );
};

/** A server with the tools of an agent; without a config it has no tool that fires. */
export const createServer = ({ runsFolder, fireable, running }: ServerOptions): McpServer => {
  const server = new McpServer({ name: 'headroom', version }, { instructions });
  registerReadTools(server, runsFolder);
  if (fireable !== null) registerTestTool(server, fireable, running);
  return server;
};
