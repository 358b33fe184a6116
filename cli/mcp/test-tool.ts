import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { agreementSchema } from '../../runs/schema/tools.ts';
import { createProgress, type Progress } from '../output/live.ts';
import { summaryText } from '../output/print-result.ts';
import { interruptOf } from '../run/interrupt.ts';
import { runTest } from '../run/run-test.ts';
import { type Answer, toResult } from './answers.ts';
import { createQuestions, digestOf, loadInWords } from './guard.ts';
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

/** What the server may fire: the config as it was when the server started. */
export type Fireable = { readonly config: ResolvedConfig; readonly runsFolder: string };

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

const fire = async ({ config, runsFolder }: Fireable, context: ServerContext): Promise<Answer> => {
  using interrupt = interruptOf(context.mcpReq.signal);
  const progress = progressFor(context);
  const { result, report, htmlPath } = await runTest(config, { runsFolder, progress, interrupt });
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

/**
 * The tool `test`: fires the load of the config, once a person has agreed to what it shows. Where the client can ask, it
 * asks; else the answer holds a token, and the load is fired when it comes back. A token is good for one load.
 */
export const createTestTool = (fireable: Fireable) => {
  const questions = createQuestions();
  const alone = oneAtATime<Answer>();
  const { config } = fireable;
  const startDigest = digestOf(config);
  const words = loadInWords(config);

  const refuseIfChanged = (): void => {
    if (digestOf(config) === startDigest) return;
    throw new HeadroomError('E_SAFETY', {
      what: 'the config or its script has changed since this server was started',
      where: config.file,
      fix: 'a person looks at the change and starts headroom mcp again',
    });
  };

  /** Whether a person has agreed: by the form that was shown, or by the token; undefined: nobody was asked yet. */
  const answerOf = ({ token, context }: Asked): boolean | undefined => {
    const { inputResponses = {} } = context.mcpReq;
    const key = Object.keys(inputResponses).find((one) => one.startsWith(keyStart));
    if (key === undefined) return token === undefined ? undefined : questions.take(token, startDigest);
    if (inputResponse(inputResponses, key).kind !== 'elicit') return undefined;
    const isOpen = questions.take(key.slice(keyStart.length), startDigest);
    return isOpen && acceptedContent(inputResponses, key, agreementSchema)?.fire === true;
  };

  const ask = (asked: Asked): CallToolResult | InputRequiredResult => {
    const token = questions.ask(startDigest);
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
    refuseIfChanged();
    const isAgreed = answerOf(asked);
    if (isAgreed === undefined) return ask(asked);
    if (isAgreed) return toResult(await alone(() => fire(fireable, asked.context)));
    const text = 'Nothing was fired: nobody agreed to this load, or the token was used already.';
    return toResult({ text, data: { fired: false } });
  };
};
