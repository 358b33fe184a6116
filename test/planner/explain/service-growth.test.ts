import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import { analyze } from '../../../planner/result/build-result.ts';
import { renderExplanation } from '../../../reports/explain-terminal.ts';
import { renderJunit } from '../../../reports/junit.ts';
import { renderSummary } from '../../../reports/terminal.ts';
import { noteText } from '../../../reports/words/plan/notes.ts';
import { noteSchema } from '../../../runs/schema/plan/notes.ts';
import { findingsSchema } from '../../../runs/schema/result/findings.ts';
import { agingRecording } from '../../builders/aging.ts';

const shown = { color: false, width: 100 };
const inOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('a service that gets slower while the load runs', () => {
  const recording = agingRecording({ timesIn: (second) => 1 + (0.3 * second) / 600 });

  it('is a finding beside the verdict, which stays', () => {
    const { findings, result } = analyze(recording);
    findingsSchema.parse(findings);
    expect(result.verdict.met).toBe(true);
    expect(result.findings).toMatchObject([
      {
        cause: 'serviceGrew',
        level: 'warning',
        requests: 0,
        remedies: ['fireSoak', 'findGrowth'],
        evidence: [
          { code: 'serviceGrew', fromSecond: 0, toSecond: 599, n: 6000 },
          { code: 'serviceTime', fromSecond: 0, toSecond: 199, n: 2000 },
          { code: 'serviceTime', fromSecond: 400, toSecond: 599, n: 2000 },
        ],
      },
    ]);
    for (const render of [renderSummary, renderExplanation])
      expect(inOneLine(render({ result }, shown))).toMatch(
        /no request is known to have failed of it: service times grew by \d+ % in 0:00–9:59, at the same rate and with as many replicas\. Why is not known/,
      );
    expect(inOneLine(renderExplanation({ result }, shown))).toMatch(
      /service times grew by \d(\.\d+)? % a minute, at 10\/s, with 4 ready replicas/,
    );
    expect(renderJunit({ result })).not.toContain('<failure');
  });

  it('is a warning of the calibration, which a plan shows', () => {
    const warning = calibrate([recording]).warnings.find(({ code }) => code === 'serviceGrew');
    expect(noteText(noteSchema.parse(warning))).toMatch(
      /^Service times grew by \d+ % in 0:00–9:59, at the same rate and with as many replicas \(20260528-202640-spike-0000; median at 10 requests\/s and 4 ready replicas: .+ of 2,000 answers in 0:00–3:19, .+ of 2,000 answers in 6:40–9:59; \d % to \d % a minute in 6,000 answers\)\. The advice rests on their mean over the run\. If they go on growing/,
    );
  });

  it('is neither where service times stay as they are', () => {
    const steady = agingRecording({ timesIn: () => 1 });
    expect(analyze(steady).result.findings).toEqual([]);
    expect(calibrate([steady]).warnings.map(({ code }) => code)).not.toContain('serviceGrew');
  });
});
