import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import { scvOfDistribution } from '../../../planner/stats/distributions.ts';
import { isInterval } from '../../../planner/stats/interval.ts';
import { calibrationSchema } from '../../../runs/schema/calibration.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recordSpike } from '../../builders/recording.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });

describe('calibrate', () => {
  const calibration = calibrate([recordSpike({ policy })]);

  it('writes what the schema of calibration.json describes', () => {
    expect(calibrationSchema.parse(JSON.parse(JSON.stringify(calibration)))).toEqual(calibration);
  });

  it('finds every input of a service whose truth is known', () => {
    expect(calibration.service).toMatchObject({ from: 'header', provenance: 'measured' });
    expect(calibration.service.meanMs.low).toBeLessThan(200);
    expect(calibration.service.meanMs.high).toBeGreaterThan(200);
    expect(scvOfDistribution(calibration.service.distribution)).toBeGreaterThan(0.2);
    expect(scvOfDistribution(calibration.service.distribution)).toBeLessThan(0.3);
    expect(calibration.startupLag.meanMs.low).toBeLessThan(6000);
    expect(calibration.startupLag.meanMs.high).toBeGreaterThan(6000);
    expect(calibration.queueWaitLimit).toMatchObject({ provenance: 'measured', valueMs: { mid: 500 } });
    expect(calibration.policy).toMatchObject({ verdict: 'identified', settings: policy });
    expect(calibration.flowBalance.agrees).toBe(true);
    expect(calibration.warnings).toEqual([]);
  });

  it('says the same of the same recordings', () => {
    expect(calibrate([recordSpike({ policy })])).toEqual(calibration);
  });

  it('counts the requests that succeeded where none shows its service time', () => {
    const recording = recordSpike({ policy });
    const load = recording.load.map((line) => {
      if (line.kind !== 'counts') return line;
      const { serviceMs: _, ...seen } = line;
      return { ...seen, latencyMs: {} };
    });
    const { service, warnings } = calibrate([{ ...recording, load }]);
    const ok = recording.load.map((line) => (line.kind === 'counts' ? (line.outcomes['200'] ?? 0) : 0));
    expect(service.from).toBe('assumed');
    expect(warnings).toContainEqual({ code: 'serviceAssumed', succeeded: ok.reduce((sum, n) => sum + n, 0) });
  });

  it('knows more from two runs than from one', () => {
    const both = calibrate([recordSpike({ policy }), recordSpike({ policy, seed: 2 })]);
    const widthOf = ({ low, high }: { low: number; high: number }): number => high - low;
    expect(both.runs).toHaveLength(2);
    expect(both.service.samples).toBeGreaterThan(1.8 * calibration.service.samples);
    expect(widthOf(both.service.meanMs)).toBeLessThan(widthOf(calibration.service.meanMs));
    expect(both.startupLag.samples).toBeGreaterThan(calibration.startupLag.samples);
  });

  it('takes the dispersion of arrivals as they were drawn, and measures that of a trace', () => {
    const recording = recordSpike({ policy });
    const { config } = recording.run;
    const burstinessOf = (load: typeof config.load) =>
      calibrate([{ ...recording, run: { ...recording.run, config: { ...config, load } } }]).burstiness;
    const { arrivals: _, ...silent } = config.load;
    const drawn = (dispersion: number) => ({
      provenance: 'configured',
      note: { code: 'dispersionDrawn', dispersion },
      indexOfDispersion: { low: dispersion, mid: dispersion, high: dispersion },
    });
    expect(calibration.burstiness).toMatchObject(drawn(0));
    expect(burstinessOf(silent as typeof config.load)).toMatchObject(drawn(1));
    expect(burstinessOf({ ...silent, arrivals: { dispersion: 3 } } as typeof config.load)).toMatchObject(
      drawn(3),
    );
    const { provenance, indexOfDispersion } = burstinessOf({
      scenario: 'replay',
      trace: 'trace.csv',
      rateFactor: 1,
      fromSecond: 0,
    } as typeof config.load);
    expect(provenance).toBe('measured');
    expect(isInterval(indexOfDispersion) && indexOfDispersion.high).toBeLessThan(0.1);
  });

  it('takes slots that differ from the documented ones as configured', () => {
    expect(calibration.slotsPerReplica).toMatchObject({ value: 1, provenance: 'documented' });
    const two = calibrate([recordSpike({ policy, slots: 2 })]).slotsPerReplica;
    expect(two).toMatchObject({ value: 2, provenance: 'configured', note: { code: 'slotsFromConfig' } });
  });

  it('takes slots as configured where the config states them, also the usual number', () => {
    const recording = recordSpike({ policy });
    const { config } = recording.run;
    const provenanceWith = (slotsFrom: 'config' | 'default'): string => {
      const target = { ...config.target, slotsFrom };
      const run = { ...recording.run, config: { ...config, target } };
      return calibrate([{ ...recording, run }]).slotsPerReplica.provenance;
    };
    expect(provenanceWith('config')).toBe('configured');
    expect(provenanceWith('default')).toBe('documented');
  });

  it('calls nothing of a server on this machine documented: any may run there', () => {
    const recording = recordSpike({ policy });
    const { config } = recording.run;
    const onThisMachine = {
      ...config,
      target: { ...config.target, kind: 'local' as const },
      autoscaler: { kind: 'fixed' as const, replicas: 2 },
    };
    const found = calibrate([{ ...recording, run: { ...recording.run, config: onThisMachine } }]);
    expect(found.slotsPerReplica).toMatchObject({
      provenance: 'assumed',
      note: { code: 'slotsUsual', isDocumented: false },
    });
    expect(found.queuePlace.provenance).toBe('assumed');
    expect(found.queueWaitLimit.provenance).not.toBe('documented');
  });

  it('warns of runs that may not be of the same service', () => {
    const other = recordSpike({ policy, slots: 2 });
    expect(calibrate([recordSpike({ policy }), other]).warnings).toContainEqual({ code: 'slotsDiffer' });
  });
});
