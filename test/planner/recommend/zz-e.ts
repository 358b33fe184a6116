import { openLab, tryAll } from '/work/main/planner/recommend/lab.ts';
import { recommend } from '/work/main/planner/recommend/recommend.ts';
import { costOf, failuresOf } from '/work/main/planner/recommend/trial.ts';
import { createRandom } from '/work/main/planner/stats/random.ts';
import { buildPolicy, buildRequest, spikeOf } from '/work/main/test/planner/recommend/builders.ts';

const random = createRandom(3);
const pick = <T>(xs: T[]): T => xs[Math.floor(random() * xs.length)]!;
const end = performance.now() + 100_000;
const ratios: number[] = [];
while (performance.now() < end) {
  const sketch = {
    serviceMs: pick([100, 200, 400]),
    lagMs: pick([2000, 8000, 20000]),
    doubt: 0.05,
    policy: pick([
      buildPolicy({ kind: 'azureml-v1' }),
      buildPolicy({ kind: 'azureml-v2' }),
      buildPolicy({ kind: 'knative', target: 1 }),
    ]),
  };
  const b = pick([2, 5]);
  const r = buildRequest(sketch, {
    load: spikeOf({
      baseline: b,
      peak: b * pick([2, 4]),
      baselineSeconds: 30,
      holdSeconds: pick([20, 60]),
      recoverySeconds: 20,
    }),
    slo: { maxErrorShare: pick([0.01, 0.05]) },
    spikeShare: pick([1, 0.1]),
  });
  const a: any = recommend(r);
  const lab = openLab({
    calibration: r.calibration,
    load: r.load,
    slo: r.slo,
    current: r.current,
    seed: 1,
    spikeShare: r.spikeShare!,
    draws: 40,
  });
  const own = a.settings.policy;
  const most = Math.max(own.maxReplicas, 6) + 3;
  const cs: any[] = [];
  const refreshSeconds = r.current.kind === 'knative' ? null : 1;
  const wait = r.current.kind === 'knative' ? {} : { queueWaitMs: 1000 };
  for (let t = 3; t <= 9; t++)
    for (let min = 1; min <= most; min++)
      for (let max = min; max <= most; max++)
        cs.push({ target: t / 10, minReplicas: min, maxReplicas: max, refreshSeconds, ...wait });
  const draws = lab.worlds.map((_, i) => i);
  const ok = tryAll(lab, cs, { draws, failuresMax: 1 })
    .filter((x) => x.runs.size === 40 && failuresOf(x) <= 1)
    .sort((x, y) => costOf(x) - costOf(y));
  const ratio = a.prediction.cost.meanReplicas / costOf(ok[0]!);
  ratios.push(ratio);
  if (ratio > 1.03)
    console.log(
      ratio.toFixed(3),
      own.kind,
      own.targetUtilization,
      own.minReplicas,
      own.maxReplicas,
      'best',
      JSON.stringify(ok[0]!.candidate),
    );
}
ratios.sort((x, y) => x - y);
console.log(
  'n',
  ratios.length,
  'median',
  ratios[ratios.length >> 1],
  'p90',
  ratios[Math.floor(ratios.length * 0.9)],
  'max',
  ratios.at(-1),
);
