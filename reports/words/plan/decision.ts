import { sloMetOf } from '../../../planner/result/objectives.ts';
import { missedAtMargin } from '../../../runs/schema/missed-at-margin.ts';
import type { Result } from '../../../runs/schema/result.ts';
import type { Verification } from '../../../runs/schema/verification.ts';
import type { Decision } from '../../decision.ts';
import { capitalize, formatUtc } from '../../format.ts';
import type { Report } from '../../report.ts';
import { causeText, fixFirstText } from '../causes/mend-first.ts';
import { noCauseText } from '../causes/no-cause.ts';
import { ofDemo } from '../demo.ts';
import { afterMargin, marginTexts } from '../proof/margin-fired.ts';
import { reasonText } from '../proof/proof-reason.ts';
import { proofOf, verifyAgain } from '../proof/verification.ts';
import { notAsPlannedText } from '../run/load-as-planned.ts';
import { oneRequestHow, requestsEachText } from '../run/requests-per-arrival.ts';
import { slowItselfTexts } from '../run/slow.ts';
import { missedThresholdsText } from '../run/verdict.ts';
import { wholeSettingsText } from '../settings/settings.ts';
import { chanceText, otherLoadTexts, recommendedChange, unprovenText } from './advice.ts';
import { type DecisionOf, type DecisionText, folderOf, recordAgain, states } from './decision-text.ts';
import { refusalText } from './refusal.ts';
import { nextRunText } from './unknowns.ts';

type Words = {
  readonly [Kind in Decision['kind']]: (decision: DecisionOf<Kind>, report: Report) => DecisionText;
};

const planWithBoth = ({ plannedFrom, verifiedBy }: Verification): string =>
  `headroom plan ${folderOf(plannedFrom)} ${folderOf(verifiedBy)}`;

const rerunSentence = (proof: Verification): string => `${capitalize(reasonText(proof))}.`;

const proofSentences = (proof: Verification): string[] => [rerunSentence(proof), ...marginTexts(proof)];

/** @example provenAtText(verification) // 'proven 2026-11-22 09:05:00 UTC' */
const provenState = (proof: Verification): DecisionText['state'] => {
  if (proof.verdict !== 'confirmed' || missedAtMargin(proof)) return proofOf(proof);
  const at = proof.verifiedAtMs === undefined ? '' : ` ${formatUtc(proof.verifiedAtMs)}`;
  return { symbol: '✓', word: `proven${at}`, tone: 'good' };
};

const rerunTitles: Readonly<Record<Verification['verdict'], string>> = {
  confirmed: 'Nothing to change: this run has proven the settings that it ran with',
  predictionOff: 'Keep these settings, and plan again with both runs',
  refuted: 'The settings that this run was to prove are withdrawn',
  cantTell: 'Prove these settings again: this run can’t tell',
};

const missedTitle =
  'Look at the load at the margin: these settings hold the recorded load, and missed the SLO there';

const rerunCommands: Readonly<Record<Verification['verdict'], (proof: Verification) => string[]>> = {
  confirmed: (proof) => afterMargin(proof, folderOf(proof.plannedFrom)),
  predictionOff: (proof) => [planWithBoth(proof)],
  refuted: (proof) => [planWithBoth(proof)],
  cantTell: (proof) => [verifyAgain(proof, folderOf(proof.plannedFrom))],
};

const changeText = ({ advice, proof }: DecisionOf<'change'>, { result }: Report): DecisionText => {
  const title = recommendedChange(advice);
  const verify = `headroom verify ${folderOf(result.run.id)}`;
  if (proof === undefined && advice.load.isOther)
    return {
      title,
      state: states.unproven,
      sentences: [unprovenText(result.run.id, advice), ...otherLoadTexts(result, advice)],
      commands: [recordAgain],
    };
  if (proof === undefined)
    return {
      title,
      state: states.unproven,
      sentences: [
        `No re-run has proven it yet.${result.run.isDemo ? '' : ' The next one applies it and fires the same load again.'}`,
      ],
      commands: [verify],
    };
  const commands =
    proof.verdict === 'confirmed'
      ? afterMargin(proof, folderOf(result.run.id))
      : proof.verdict === 'cantTell'
        ? [verifyAgain(proof, folderOf(result.run.id))]
        : [planWithBoth(proof)];
  return { title, state: provenState(proof), sentences: proofSentences(proof), commands };
};

const wholeText = ({ advice }: DecisionOf<'recordWhole'>): DecisionText => ({
  title: 'Record the whole load, then plan',
  state: advice === undefined ? states.nextStep : states.unproven,
  sentences: [
    advice === undefined
      ? 'What comes after the end of the recording is not known, so no setting is recommended.'
      : `From what was recorded the plan would be: ${recommendedChange(advice)}. What comes after the end of the recording is not in it.`,
  ],
  commands: [recordAgain],
});

const planText = ({ result }: Report): DecisionText => ({
  title: 'Run headroom plan',
  state: states.nextStep,
  sentences: [
    sloMetOf(result.verdict) === true
      ? 'The settings in use held this load. A plan says what a higher peak needs, and whether fewer replicas hold this one too.'
      : 'It searches by simulation for the cheapest settings that hold this load. headroom verify then fires the same load at them.',
  ],
  commands: [`headroom plan ${folderOf(result.run.id)}`],
});

/** A script that throws would throw again. */
const mendScriptSentences = ({ loadAsPlanned, run, totals }: Result): string[] => {
  if (loadAsPlanned.faults.some(({ code }) => code === 'scriptExceptions'))
    return [
      'Fix the script first: the first exceptions stand in the health of the experiment, with their lines.',
    ];
  return run.stopped?.reason?.code === 'aborted' && totals.arrivals === 0
    ? ['Fix the script first: nothing was sent. k6.log in the run folder has the line.']
    : [];
};

const words: Words = {
  testAgain: (_, { result }) => ({
    title: 'Test again: this run can’t be judged',
    state: states.nextStep,
    sentences: [notAsPlannedText(result) ?? noCauseText(result), ...mendScriptSentences(result)],
    commands: [recordAgain],
  }),
  recordWhole: wholeText,
  removeCause: causeText,
  speedUp: (_, { result }) => ({
    title: 'Make the service faster first: no number of replicas fixes its latency',
    state: states.nextStep,
    sentences: [
      ...slowItselfTexts(result),
      'Look where its time goes, or set a limit that it can keep. Then test again.',
    ],
    commands: [recordAgain],
  }),
  mendService: fixFirstText,
  getAnswers: (_, { result }) => ({
    title: 'Get requests answered first: none succeeded',
    state: states.nextStep,
    sentences: [
      'A plan needs requests that succeed, as they show how long one takes. Look at the causes, then test again.',
    ],
    commands: [`headroom explain ${folderOf(result.run.id)}`],
  }),
  mendThresholds: (_, { result }) => ({
    title: 'Look at the thresholds of your script first: settings of the autoscaler can’t fix them',
    state: states.nextStep,
    sentences: [
      missedThresholdsText(result.verdict)!,
      'No limit of the SLO is known to be missed. Fix what the thresholds watch, or the thresholds, then test again.',
    ],
    commands: [recordAgain],
  }),
  oneRequestEach: ({ mean }, { result }) => ({
    title: `No plan from this script: it sends ${requestsEachText(mean)} per arrival`,
    state: states.nextStep,
    sentences: [
      ...(sloMetOf(result.verdict) === true ? ['The settings in use held this load.'] : []),
      `What a plan simulates has one request per arrival. For a plan test with a script that sends one, ${oneRequestHow}.`,
    ],
    commands: [`headroom explain ${folderOf(result.run.id)}`],
  }),
  plan: (_, report) => planText(report),
  seePlanned: ({ plannedRunId }, { result }) => ({
    title: `Read the proof in the report of ${plannedRunId}`,
    state: states.nextStep,
    sentences: [
      result.run.peakFactor === undefined
        ? 'It compares what was predicted with what this run measured.'
        : 'It says what this run at the margin came to, beside the re-run of the recorded load.',
    ],
    commands: [],
  }),
  rerun: ({ proof }) => ({
    title: missedAtMargin(proof) ? missedTitle : rerunTitles[proof.verdict],
    state: provenState(proof),
    sentences: [...proofSentences(proof), `Its settings: ${wholeSettingsText(proof.settings)}.`],
    commands: rerunCommands[proof.verdict](proof),
  }),
  refusal: (_, { advice }) => ({
    title: 'No advice yet',
    state: states.none,
    sentences: advice?.kind === 'notEnoughAdvice' ? [refusalText(advice)] : [],
    commands: [],
  }),
  nothingHolds: ({ advice }, { result }) => ({
    title: recommendedChange(advice),
    state: states.none,
    sentences: [
      chanceText(advice),
      ...slowItselfTexts(result),
      ...[nextRunText(advice)].filter((text) => text !== undefined),
    ],
    commands: [],
  }),
  interim: ({ advice }) => ({
    title: `Interim, until the next run: ${recommendedChange(advice)}`,
    state: states.unproven,
    sentences: [nextRunText(advice)].filter((text) => text !== undefined),
    commands: [],
  }),
  keep: ({ advice }, { result }) => ({
    title: recommendedChange(advice),
    state: states.keep,
    sentences: [unprovenText(result.run.id, advice), ...otherLoadTexts(result, advice)],
    commands: [],
  }),
  change: changeText,
  withdrawn: ({ advice, proof }) => ({
    title: 'Withdrawn: the advised settings do not hold this load',
    state: states.withdrawn,
    sentences: [...proofSentences(proof), `It had been: ${recommendedChange(advice)}.`],
    commands: [planWithBoth(proof)],
  }),
};

/** Beside an advice: what it can't do for the script where only thresholds were missed. */
const thresholdSentences = ({ kind }: Decision, { verdict }: Result): string[] => {
  const missed = missedThresholdsText(verdict);
  return missed === undefined || kind === 'mendThresholds' || sloMetOf(verdict) === false
    ? []
    : [`${missed} Settings of the autoscaler can’t fix that, as no limit of the SLO is known to be missed.`];
};

/** What to do now, and how well that is known, in words. */
export const decisionText = (decision: Decision, report: Report): DecisionText => {
  const wordsOf = words[decision.kind] as (decision: Decision, report: Report) => DecisionText;
  const text = wordsOf(decision, report);
  const whole = { ...text, sentences: [...text.sentences, ...thresholdSentences(decision, report.result)] };
  return report.result.run.isDemo ? ofDemo(whole) : whole;
};
