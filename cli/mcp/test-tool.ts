import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { agreementSchema } from '../../runs/schema/tools.ts';
import { createProgress, type Progress } from '../output/live.ts';
import { summaryText } from '../output/print-result.ts';
import { interruptOf } from '../run/interrupt.ts';
import { runTest } from '../run/run-test.ts';
import { type Answer, toResult } from './answers.ts';
import { createQuestions, loadInWords } from './consent.ts';
import { changedIn, type LoadFiles, loadFilesOf, openedByScript } from './load-files.ts';
import {
  acceptedContent,
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from './mcp-library.ts';

/** What the server may fire: the config, and the files of its load, as they were when the server started. */
export type Fireable = {
  readonly config: ResolvedConfig;
  readonly files: LoadFiles;
  readonly runsFolder: string;
};

type Asked = {
  readonly token: string | undefined;
  readonly context: ServerContext;
  /** What the client said that it can do when it connected; a later protocol says so with each request. */
  readonly connected: ClientCapabilities | undefined;
};

const keyStart = 'fire-';

/** Whether the client can show a person a form. */
const canAsk = ({ context, connected }: Asked): boolean => {
  const envelope = (context.mcpReq.envelope ?? {}) as {
    readonly [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities;
  };
  const { elicitation } = envelope[CLIENT_CAPABILITIES_META_KEY] ?? connected ?? {};
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
};

/** Tells the client how far the load is, so that it goes on waiting; and stderr, for whoever started the server. */
const progressFor = ({ mcpReq: { _meta, notify } }: ServerContext): Progress => {
  const log = createProgress(process.stderr);
  const progressToken = _meta?.progressToken;
  return {
    ...log,
    status: (status) => {
      log.status(status);
      if (progressToken === undefined) return;
      const { elapsedSeconds: progress, totalSeconds: total, phase: message } = status;
      const sent = notify({
        method: 'notifications/progress',
        params: { progressToken, progress, total, message },
      });
      sent.catch((fault: unknown) => log.note(`the client can't be told: ${String(fault)}`));
    },
  };
};

/** Columns of the summary. */
const width = 100;

type Firing = {
  readonly context: ServerContext;
  /** Looks again at the files of the load when it is about to begin. */
  readonly beforeLoad: () => Promise<void>;
};

const fire = async ({ config, runsFolder }: Fireable, { context, beforeLoad }: Firing): Promise<Answer> => {
  using interrupt = interruptOf(context.mcpReq.signal);
  const progress = progressFor(context);
  const { result, report, htmlPath } = await runTest(config, {
    runsFolder,
    progress,
    interrupt,
    beforeLoad,
  });
  return {
    text: `${summaryText({ report, htmlPath }, { color: false, width })}\nreport: ${htmlPath}`,
    data: { fired: true, run: result.run.id, verdict: result.verdict },
  };
};

/** Lets one load run at a time: a second one beside it would test another service than anybody thinks. */
const oneAtATime = <Value>(): ((work: () => Promise<Value>) => Promise<Value>) => {
  let isRunning = false;
  return async (work) => {
    if (isRunning)
      throw new HeadroomError('E_USAGE', { what: 'a load is running', fix: 'wait until it has ended' });
    isRunning = true;
    try {
      return await work();
    } finally {
      isRunning = false;
    }
  };
};

/** Files that are named of those that changed; a package that was installed anew has many. */
const namedMost = 5;

/** @throws HeadroomError E_SAFETY where the load is another one than it was, with what has changed */
const refuseChanged = (changed: readonly string[], file: string): void => {
  if (changed.length === 0) return;
  const more = changed.length - namedMost;
  const named = [...changed.slice(0, namedMost), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  throw new HeadroomError('E_SAFETY', {
    what: `the load is no longer the one that this server was started for; changed: ${named}`,
    where: file,
    fix: 'a person looks at the change and starts headroom mcp again',
  });
};

/** Looks whether a load is still made of what it was made of: what its script opens is known from the first look on. */
const createCheck = ({ config, files }: Fireable): (() => Promise<void>) => {
  const { note } = createProgress(process.stderr);
  let opened: LoadFiles | undefined;
  return async () => {
    refuseChanged(changedIn(files, await loadFilesOf(config)), config.file);
    const opens = await openedByScript(config, note);
    opened ??= opens;
    refuseChanged(changedIn(opened, opens), config.file);
  };
};

/**
 * The tool `test`: fires the load of the config, once a person has agreed to what it shows. Where the client can ask, it
 * asks; else the answer holds a token, and the load is fired when it comes back. A token is good for one load.
 */
export const createTestTool = (fireable: Fireable) => {
  const questions = createQuestions();
  const alone = oneAtATime<Answer>();
  const { config } = fireable;
  const words = loadInWords(config);
  const refuseIfChanged = createCheck(fireable);

  /** Whether a person has agreed: by the form that was shown, or by the token; undefined: nobody was asked yet. */
  const answerOf = ({ token, context }: Asked): boolean | undefined => {
    const { inputResponses = {} } = context.mcpReq;
    const key = Object.keys(inputResponses).find((one) => one.startsWith(keyStart));
    if (key === undefined) return token === undefined ? undefined : questions.take(token);
    if (inputResponse(inputResponses, key).kind !== 'elicit') return undefined;
    const isOpen = questions.take(key.slice(keyStart.length));
    return isOpen && acceptedContent(inputResponses, key, agreementSchema)?.fire === true;
  };

  const ask = (asked: Asked): CallToolResult | InputRequiredResult => {
    const token = questions.ask();
    if (canAsk(asked))
      return inputRequired({
        inputRequests: {
          [keyStart + token]: inputRequired.elicit({
            message: `${words} Fire it?`,
            requestedSchema: agreementSchema,
          }),
        },
      });
    return toResult({
      text: `Nothing was fired. ${words} Show this to a person. Only if they agree, call test again with confirm: "${token}".`,
      data: { fired: false, load: words, confirm: token },
    });
  };

  return async (asked: Asked): Promise<CallToolResult | InputRequiredResult> => {
    await refuseIfChanged();
    const isAgreed = answerOf(asked);
    if (isAgreed === undefined) return ask(asked);
    const firing = { context: asked.context, beforeLoad: refuseIfChanged };
    if (isAgreed) return toResult(await alone(() => fire(fireable, firing)));
    const text = 'Nothing was fired: nobody agreed to this load, or the token was used already.';
    return toResult({ text, data: { fired: false } });
  };
};
