import { describe, expect, it } from 'vitest';
import { exitCodeOfAdvice } from '../../cli/exit-codes.ts';
import { exit } from '../../errors/exit-codes.ts';
import { adviceInShort, renderAdvice } from '../../reports/advice-terminal.ts';
import { decide } from '../../reports/decision.ts';
import { renderExplanation } from '../../reports/explain-terminal.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import type { Report } from '../../reports/report.ts';
import { renderHtml } from '../../reports/report-html.ts';
import { renderSummary } from '../../reports/terminal.ts';
import { decisionText } from '../../reports/words/plan/decision.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';
import type { CauseKind, Finding } from '../../runs/schema/result/findings.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import {
  plannedReport,
  provenReport,
  spikeAdvice,
  spikeFiles,
  spikeProof,
  spikeRefusal,
} from '../builders/planned-report.ts';
import { costlyUnknown } from '../builders/recommendation.ts';
import { spikeResult } from '../builders/result.ts';
import {
  brokenServiceResult,
  emptyResult,
  interruptedResult,
  thresholdMissedResult,
} from '../builders/result-variants.ts';
import { textOf as textOfPage } from './page-text.ts';

const textOf = (report: Report) => decisionText(decide(report), report);
const proofWith = (change: Partial<Verification>): Report =>
  provenReport({ verification: spikeProof(change) });

const refuted: Partial<Verification> = {
  verdict: 'refuted',
  sloHeld: false,
  reason: { code: 'missed', objectives: ['errorShare'] },
};
const notInForce: Partial<Verification> = { verdict: 'cantTell', reason: { code: 'notInForce' } };
const open: Partial<Verification> = { verdict: 'cantTell', reason: { code: 'telemetryLost' } };

/** Nothing can be told of a load whose script threw too often. */
const thrown = (): Result => {
  const result = spikeResult();
  const faults = [{ code: 'scriptExceptions', exceptions: 96, arrivals: 286 } as const];
  const checks = result.verdict.checks.map((check) => ({ ...check, met: null }));
  return { ...result, loadAsPlanned: { faults }, verdict: { ...result.verdict, met: null, checks } };
};

const met = (): Result => {
  const result = spikeResult();
  return { ...result, verdict: { ...result.verdict, met: true }, findings: [] };
};
const unanswered = (): Result => {
  const result = spikeResult();
  const { totals } = result;
  const ok = { ...totals.latency.ok, count: 0 };
  return { ...result, totals: { ...totals, latency: { ...totals.latency, ok } } };
};
/** 135 failures of the given cause or of no known one, and 135 that replicas don't fix. */
const mixedCauses = (main: CauseKind = 'cantTell'): Result => {
  const result = spikeResult();
  const of = (cause: CauseKind, requests: number): Finding => ({ ...result.findings[0]!, cause, requests });
  const unmended = [of('modelCrashed', 85), of('connectionFailed', 40)];
  return { ...result, findings: [of(main, 145), ...unmended] };
};

/** Only the latency is missed, and 95 % of the time is spent in the model. */
const slowService = (): Result => {
  const result = spikeResult();
  const checks = result.verdict.checks.map((check) =>
    check.objective === 'errorShare' ? { ...check, met: true } : { ...check, limit: 100, met: false },
  );
  return { ...result, verdict: { ...result.verdict, checks } };
};

const brokenModel = (): Result => {
  const result = spikeResult();
  return { ...result, findings: [{ ...result.findings[0]!, cause: 'modelCrashed', remedies: ['fixRun'] }] };
};
const rerun = (change: Partial<Verification>, files: Partial<Report> = {}): Report => {
  const result = spikeResult();
  return {
    result: { ...result, run: { ...result.run, provesAdviceOf: 'planned' } },
    ...files,
    ownProof: spikeProof({ plannedFrom: 'planned', verifiedBy: result.run.id, ...change }),
  };
};
const cutPlanned = (files = {}): Report => ({ ...plannedReport(), result: interruptedResult(), ...files });

/** The advice is what is in use. */
const keptAdvice = (change: Partial<Recommendation> = {}): Recommendation => {
  const { compared } = spikeAdvice();
  return spikeAdvice({ settings: compared.current.settings, ...change });
};

/** The run was not ended, but the second half of its stream is missing. */
const withoutEnd = (report: Report): Report => {
  const { result } = report;
  const { load, seconds } = result.timeline;
  const [planned, arrivals] = [0, 0].map(() => new Array<number>(seconds).fill(5));
  const lost = {
    ...load,
    planned: planned!,
    arrivals: arrivals!.fill(0, seconds / 2),
    dropped: planned!.map(() => 0),
  };
  return { ...report, result: { ...result, timeline: { ...result.timeline, load: lost } } };
};

const cases: readonly (readonly [name: string, report: Report, kind: string, title: string])[] = [
  ['after a test alone: a plan', { result: spikeResult() }, 'plan', 'Run headroom plan'],
  ['after a test that met its SLO: a plan too', { result: met() }, 'plan', 'Run headroom plan'],
  [
    'after a test of which no request succeeded: answers first',
    { result: unanswered() },
    'getAnswers',
    'Get requests answered first: none succeeded',
  ],
  [
    'after a test that met its SLO, but not a threshold of the script: the thresholds, no plan',
    { result: thresholdMissedResult() },
    'mendThresholds',
    'Look at the thresholds of your script first: settings of the autoscaler can’t fix them',
  ],
  [
    'after a test that met its SLO, with a threshold that several runners left open: a plan',
    { result: { ...met(), verdict: { ...thresholdMissedResult().verdict, met: null, thresholds: [] } } },
    'plan',
    'Run headroom plan',
  ],
  [
    'where more replicas help nothing: the cause',
    { result: brokenModel() },
    'removeCause',
    'First remove the main cause: the service raised an exception',
  ],
  [
    'where the main cause is unknown and replicas fix none of the others: those',
    { result: mixedCauses() },
    'removeCause',
    'First remove what more replicas don’t change: the service raised an exception; the connection failed',
  ],
  [
    'where replicas fix more than other causes fail: a plan',
    { result: mixedCauses('replicasStarting') },
    'plan',
    'Run headroom plan',
  ],
  [
    'where the latency is over its limit before the load rises: the service, as no replicas fix it',
    { result: slowService() },
    'speedUp',
    'Make the service faster first: no number of replicas fixes its latency',
  ],
  [
    'where requests fail before the load rises: the service, as no settings fix it',
    { result: brokenServiceResult() },
    'mendService',
    'Fix the service first: requests fail before the load rises',
  ],
  [
    'of a cut recording: the whole load',
    { result: interruptedResult() },
    'recordWhole',
    'Record the whole load, then plan',
  ],
  [
    'of a plan from a cut recording: the whole load',
    cutPlanned(),
    'recordWhole',
    'Record the whole load, then plan',
  ],
  [
    'of a plan that hangs on an unknown: interim settings',
    plannedReport(spikeAdvice({ unknowns: [costlyUnknown] })),
    'interim',
    'Interim, until the next run: Set the minimum of replicas to 10 (now 4) and the target utilization to 80 % (now 70 %)',
  ],
  [
    'of kept settings from a cut recording: the whole load',
    cutPlanned({ advice: keptAdvice() }),
    'recordWhole',
    'Record the whole load, then plan',
  ],
  [
    'of kept settings from a recording whose end is missing: the whole load',
    withoutEnd(plannedReport(keptAdvice())),
    'recordWhole',
    'Record the whole load, then plan',
  ],
  [
    'of kept settings that hang on an unknown: interim settings',
    plannedReport(keptAdvice({ unknowns: [costlyUnknown] })),
    'interim',
    'Interim, until the next run: Keep the settings as they are',
  ],
  [
    'of kept settings: nothing to change',
    plannedReport(keptAdvice()),
    'keep',
    'Keep the settings as they are',
  ],
  [
    'of a plan that nobody proved: its settings',
    plannedReport(),
    'change',
    'Set the minimum of replicas to 10 (now 4) and the target utilization to 80 % (now 70 %)',
  ],
  [
    'of a proven plan: its settings',
    provenReport(),
    'change',
    'Set the minimum of replicas to 10 (now 4) and the target utilization to 80 % (now 70 %)',
  ],
  [
    'of a refuted plan: nothing of it',
    proofWith(refuted),
    'withdrawn',
    'Withdrawn: the advised settings do not hold this load',
  ],
  ['of data that carry no advice: none', plannedReport(spikeRefusal), 'refusal', 'No advice yet'],
  [
    'where nothing holds: none',
    plannedReport(spikeAdvice({ basis: 'leastRegret' })),
    'nothingHolds',
    'No settings that were tried meet the SLO',
  ],
  [
    'of a proven re-run: nothing',
    rerun({}),
    'rerun',
    'Nothing to change: this run has proven the settings that it ran with',
  ],
  [
    'of a proven re-run that was planned from: nothing',
    rerun({}, spikeFiles()),
    'rerun',
    'Nothing to change: this run has proven the settings that it ran with',
  ],
  [
    'of a refuted re-run: its settings are withdrawn',
    rerun(refuted),
    'rerun',
    'The settings that this run was to prove are withdrawn',
  ],
  [
    'of a run that was never judged: a test',
    { result: { ...emptyResult(), run: spikeResult().run } },
    'testAgain',
    'Test again: this run can’t be judged',
  ],
];

it('a script that threw is to be fixed before the next test', () => {
  expect(textOf({ result: thrown() }).sentences.join(' ')).toContain(
    'the script threw in 96 of 286 arrivals. So nothing is said to be met. Fix the script first: the first exceptions stand in the health of the experiment',
  );
});

describe('a report recommends one thing', () => {
  it.each(cases)('decides what to recommend: %s', (_, report, kind, title) => {
    expect(decide(report).kind).toBe(kind);
    expect(textOf(report).title).toBe(title);
  });

  it.each(cases)('the same in Markdown and on the terminal: %s', (_, report, __, title) => {
    const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('\\', '');
    expect(flat(renderMarkdown(report))).toContain(title);
    expect(flat(renderSummary(report, { color: false, width: 300 }))).toContain(title);
  });
});

describe('what is recommended says how well it is known', () => {
  it.each([
    ['after a test', { result: spikeResult() }, 'next step'],
    ['after a plan', plannedReport(), 'not proven yet'],
    ['after a plan from a cut recording', cutPlanned(), 'not proven yet'],
    ['proven at an unknown time', provenReport(), 'proven'],
    ['proven', proofWith({ verifiedAtMs: Date.UTC(2026, 10, 22, 9, 5) }), 'proven 2026-11-22 09:05:00 UTC'],
    ['refuted', proofWith(refuted), 'refuted and withdrawn'],
    ['open', proofWith(open), "can't tell"],
  ] as const)('%s', (_, report, word) => {
    expect(textOf(report).state.word).toBe(word);
  });

  it('and never is Azure ML’s formula, which no proof stands behind', () => {
    for (const [, report] of cases) expect(textOf(report).title).not.toMatch(/Raise the minimum|formula/);
  });
});

describe('an advice for another load than the recorded one', () => {
  const { load } = spikeAdvice();
  const other = { load: { ...load, kind: 'day', isOther: true } } as const;

  it('says that it does not fix the SLO that this run missed, changed settings or kept ones', () => {
    for (const advice of [spikeAdvice(other), keptAdvice(other)])
      expect(textOf(plannedReport(advice)).sentences.join(' ')).toMatch(
        /The recorded load missed its SLO, and this advice does not fix that: headroom plan runs\/\S+ plans/,
      );
  });

  it('says nothing of it where the run met its SLO, or its own load was planned for', () => {
    const isTold = (report: Report) => textOf(report).sentences.some((text) => /missed its SLO/.test(text));
    expect(isTold({ ...plannedReport(spikeAdvice(other)), result: met() })).toBe(false);
    expect(isTold(plannedReport())).toBe(false);
  });
});

it('a script that ends the load before its first arrival is to be fixed, not recorded whole', () => {
  const result = interruptedResult();
  const said = 'Error: no login\n\tat setup (file:///flow.js:1:59(3))\n';
  const reason = { code: 'aborted', said } as const;
  const ended: Result = {
    ...result,
    run: { ...result.run, stopped: { by: 'k6', reason, atMs: 0 } },
    verdict: { ...emptyResult().verdict, met: null },
    loadAsPlanned: { faults: [{ code: 'endedEarly', by: 'k6', reason }] },
    findings: [],
    totals: { ...result.totals, arrivals: 0, requests: 0 },
  };
  const { title, sentences } = textOf({ result: ended });
  expect(title).toBe('Test again: this run can’t be judged');
  expect(sentences.join(' ')).toContain('setup() of the script failed: Error: no login');
  expect(sentences.at(-1)).toMatch(/^Fix the script first: nothing was sent\./);
});

it('what to find out is a list of steps, where it is more than one', () => {
  const { findings, ...result } = brokenModel();
  const unsure = findings.map((one) => ({ ...one, wouldTell: ['lateAnswer', 'containerLogs'] as const }));
  const report = {
    result: { ...result, findings: unsure.map((one) => ({ ...one, wouldTell: [...one.wouldTell] })) },
  };
  const { steps = [] } = textOf(report);
  expect(steps.length).toBe(4);
  expect(renderMarkdown(report)).toMatch(
    /^1\. .*\n2\. To find out more: .*\n3\. To find out more: .*\n4\. Then test again\.$/m,
  );
  expect(renderSummary(report, { color: false, width: 80 })).toContain('  4. Then test again.');
});

describe('a plan on the terminal', () => {
  const { calibration, advice } = spikeFiles();

  it('the terminal says what to set and all settings after the change', () => {
    expect(renderAdvice(advice!, calibration!)).toMatch(
      /^SET the minimum of replicas to \d+ \(now \d+\).*\n\n {2}All settings after the change \(azureml-v2\): /s,
    );
    expect(exitCodeOfAdvice(advice!)).toBe(exit.ok);
  });

  it('is interim where its recording was cut', () => {
    const text = renderAdvice(advice!, calibration!, { isFromCut: true });
    expect(text).toMatch(/^INTERIM, until the next run set the minimum of replicas to /);
    expect(text).toContain('record the whole load');
    expect(text).not.toContain('SET');
    expect(exitCodeOfAdvice(advice!, true)).toBe(exit.noAdvice);
  });
});

describe('the next command', () => {
  const id = spikeResult().run.id;
  it.each([
    ['proves a plan', plannedReport(), [`headroom verify runs/${id}`]],
    ['is none after a proof', provenReport(), []],
    ['is none after a proven re-run', rerun({}), []],
    [
      'plans with both runs after a refuted re-run',
      rerun(refuted),
      [`headroom plan runs/planned runs/${id}`],
    ],
    ['proves again where the proof is open', proofWith(open), [`headroom verify runs/${id} --applied`]],
  ] as const)('%s', (_, report, commands) => {
    expect(textOf(report).commands).toEqual(commands);
  });

  const demoOf = (report: Report): Report => ({
    ...report,
    result: { ...report.result, run: { ...report.result.run, isDemo: true as const } },
  });

  it.each([
    ['after a plan', plannedReport(), 'headroom demo'],
    ['after a proof that is open', proofWith(open), 'headroom demo'],
    ['after a proof of settings that were not in force', proofWith(notInForce), 'headroom demo'],
    ['after a plan that data can’t carry', plannedReport(spikeRefusal), 'headroom demo'],
    [
      'after a plan that hangs on an unknown',
      plannedReport(spikeAdvice({ unknowns: [costlyUnknown] })),
      'headroom demo',
    ],
    ['after a run that can’t be judged', { result: thrown() }, 'headroom demo'],
    ['before a plan', { result: spikeResult() }, `headroom plan runs/${id}`],
  ] as const)('of a demo never needs the service, which has ended: %s', (_, report, command) => {
    const { commands, sentences } = textOf(demoOf(report));
    expect(commands).toEqual([command]);
    expect(sentences.join(' ')).not.toMatch(/headroom verify|The next one/);
  });

  it.each([
    ...cases.map(([name, report]) => [name, report] as const),
    ...[spikeAdvice, keptAdvice].map((adviceOf) => {
      const { load } = spikeAdvice();
      const other = adviceOf({ load: { ...load, isOther: true as const } });
      return ['of an advice for another load', plannedReport(other)] as const;
    }),
  ])('of a demo is in no output one at its service: %s', (_, report) => {
    const ofDemo = demoOf(report);
    const outputs = [
      renderMarkdown(ofDemo),
      renderSummary(ofDemo, { color: false, width: 300 }),
      renderExplanation(ofDemo, { color: false, width: 300 }),
    ];
    for (const output of outputs)
      expect(output).not.toMatch(/headroom\s+(test|verify|apply|rollback|tune|doctor)\b|Run next/);
  });

  it('of a demo is not in its page either, where data carry no advice', async () => {
    const page = textOfPage(await renderHtml(demoOf(plannedReport(spikeRefusal))));
    expect(page).toMatch(/What to run next\s+headroom demo makes an advice/);
    expect(page).not.toMatch(/headroom (test|verify|apply)\b|Run next/);
  });

  it('of a plan of a demo applies and proves nothing either', () => {
    const { calibration, advice } = spikeFiles();
    const next = 'next: headroom demo makes an advice and proves it; headroom init <URL';
    for (const made of [advice!, spikeRefusal, spikeAdvice({ unknowns: [costlyUnknown] })])
      expect(adviceInShort(made, { folder: 'runs/a', isDemo: true })).toContain(next);
    for (const made of [advice!, spikeRefusal, spikeAdvice({ unknowns: [costlyUnknown] })])
      expect(renderAdvice(made, calibration!, { isDemo: true })).not.toMatch(
        /headroom (test|verify|apply)|Run next: /,
      );
    expect(renderAdvice(spikeRefusal, calibration!, { isDemo: true })).toContain('Run next\n  headroom demo');
  });
});
