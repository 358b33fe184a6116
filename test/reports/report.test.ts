import { describe, expect, it } from 'vitest';
import { assembleReport, type PlanFiles } from '../../reports/report.ts';
import { spikeAdvice, spikeFiles, spikeProof, spikeRefusal } from '../builders/planned-report.ts';
import { plannedSettings } from '../builders/recommendation.ts';
import { spikeResult } from '../builders/result.ts';

const { calibration, advice, verification } = spikeFiles();
const assembled = (files: PlanFiles) => assembleReport(spikeResult(), files);
const partsOf = ({ calibration: model, advice: planned, verification: proof }: PlanFiles) => [
  model !== undefined,
  planned !== undefined,
  proof !== undefined,
];

describe('a report is put together from the files of its run', () => {
  it('with everything, where everything is there and belongs together', () => {
    const report = assembled(spikeFiles());
    expect(partsOf(report)).toEqual([true, true, true]);
    expect(report.notes).toEqual([]);
  });

  it('from the result alone, where there is nothing else', () => {
    expect(assembled({})).toEqual({ result: spikeResult(), notes: [] });
  });

  it('without model, advice and proof, where the model was made from other runs', () => {
    const report = assembled({ ...spikeFiles(), calibration: { ...calibration!, runs: ['another'] } });
    expect(partsOf(report)).toEqual([false, false, false]);
    expect(report.notes?.[0]).toContain('calibration.json was made from other runs (another)');
  });

  it('without the advice of another run that was copied into the folder, nor its proof', () => {
    const foreign = spikeAdvice({ runs: ['this one too', 'another'] });
    const report = assembled({ ...spikeFiles({ advice: foreign }), settingsFiles: [] });
    expect(partsOf(report)).toEqual([true, false, false]);
    expect(report.notes?.[0]).toBe(
      'recommendation.json is the advice of another run (another), so it is not shown. Plan again: headroom plan with this folder.',
    );
  });

  it('with the advice that several runs gave only in the folder of the last one', () => {
    const { id } = spikeResult().run;
    const shown = (runs: readonly string[]) =>
      partsOf(assembled(spikeFiles({ advice: spikeAdvice({ runs: [...runs] }) })))[1];
    expect([shown([id]), shown(['earlier', id]), shown([id, 'later'])]).toEqual([true, true, false]);
    const model = { ...calibration!, runs: [id, 'later'] };
    expect(partsOf(assembled({ ...spikeFiles(), calibration: model }))).toEqual([false, false, false]);
  });

  it('with the advice alone, where its model is missing, and says so', () => {
    const report = assembled({ advice: advice! });
    expect(partsOf(report)).toEqual([false, true, false]);
    expect(report.notes?.[0]).toContain('without the model it rests on');
  });

  it.each([
    ['there is no advice', { verification: spikeProof() }, 'the advice that it is about is not here'],
    [
      'there is a refusal instead',
      { calibration: calibration!, advice: spikeRefusal, verification: verification! },
      'the advice that it is about is not here',
    ],
    [
      'it is about another run',
      spikeFiles({ verification: spikeProof({ plannedFrom: 'other' }) }),
      'another run (other)',
    ],
    [
      'it is about settings that are no longer advised',
      spikeFiles({ advice: spikeAdvice({ settings: plannedSettings }) }),
      'other settings than the advice has now',
    ],
  ])('without a proof, where %s', (_, files, note) => {
    const report = assembled(files);
    expect(report.verification).toBeUndefined();
    expect(report.notes?.at(-1)).toContain(note);
  });

  it('asks for a new proof of other settings, but not where the service of a demo has ended', () => {
    const files = spikeFiles({ advice: spikeAdvice({ settings: plannedSettings }) });
    const { run, ...result } = spikeResult();
    const noteOf = (isDemo: object) =>
      assembleReport({ ...result, run: { ...run, ...isDemo } }, files).notes?.at(-1);
    expect(noteOf({})).toContain('headroom verify');
    expect(noteOf({ isDemo: true })).not.toContain('headroom verify');
  });

  it('with the settings files only beside the advice that they spell', () => {
    const settingsFiles = [{ name: 'deployment.yaml', text: 'min_instances: 10' }];
    expect(assembled({ ...spikeFiles(), settingsFiles }).settingsFiles).toEqual(settingsFiles);
    const nothingHolds = spikeAdvice({ basis: 'leastRegret' });
    for (const other of [spikeRefusal, nothingHolds])
      expect(assembled({ ...spikeFiles(), advice: other, settingsFiles }).settingsFiles).toBeUndefined();
  });

  it('with the proof that a re-run is, where it is about this re-run', () => {
    const result = spikeResult();
    const rerun = { ...result, run: { ...result.run, id: 'rerun', provesAdviceOf: 'planned' } };
    const own = spikeProof({ plannedFrom: 'planned', verifiedBy: 'rerun' });
    expect(assembleReport(rerun, { ownProof: own })).toEqual({ result: rerun, ownProof: own, notes: [] });
    const other = assembleReport(rerun, { ownProof: { ...own, verifiedBy: 'another' } });
    expect(other.ownProof).toBeUndefined();
    expect(other.notes).toEqual(['proof.json is about another re-run (another), so it is not shown.']);
  });

  it('with what could not be read said first', () => {
    expect(assembleReport(spikeResult(), { advice: advice! }, ['broken']).notes?.[0]).toBe('broken');
  });
});
