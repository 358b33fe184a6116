import { recommend } from '/work/main/planner/recommend/recommend.ts';
import { buildRequest, spikeOf, soakOf, buildPolicy } from '/work/main/test/planner/recommend/builders.ts';
import { createRandom } from '/work/main/planner/stats/random.ts';
import { peakTimes } from '/work/main/planner/recommend/load.ts';
const random = createRandom(Number(process.argv[2] ?? 7));
const pick = <T,>(xs: T[]): T => xs[Math.floor(random() * xs.length)]!;
const policies = [() => buildPolicy({ kind: 'azureml-v1' }), () => buildPolicy({ kind: 'azureml-v2' }), () => buildPolicy({ kind: 'hpa', metrics: [{ targetValue: 0.5 }] }), () => buildPolicy({ kind: 'knative', target: 1 })];
const stats: Record<string, number[]> = {};
const end = performance.now() + 1000 * Number(process.argv[3] ?? 60);
let n = 0;
while (performance.now() < end) {
  n++;
  const sketch = { serviceMs: pick([50, 100, 200, 500]), lagMs: pick([2000, 8000, 20000]), policy: pick(policies)(), doubt: pick([0.02, 0.1]), dispersion: pick([0, 1]) };
  const baseline = pick([1, 3, 8]);
  const shape = { baseline, peak: baseline * pick([2, 5]), baselineSeconds: 30, holdSeconds: pick([20, 60]), recoverySeconds: 20 };
  const slo = { maxErrorShare: pick([0.01, 0.05, 0.2]), ...(random() < .3 ? { p95LatencyMs: 5 * sketch.serviceMs } : {}) };
  const spikeShare = pick([1, 0.1]);
  const load = spikeOf(shape);
  const cost = (s: any, c: any) => { const a = recommend(buildRequest({ ...sketch, ...s }, { load, slo, spikeShare, ...c })); if (a.kind !== 'advice') throw new Error('x'); return a; };
  const base = cost({}, {});
  const checks: [string, any][] = [
    ['peak1.3', cost({}, { load: peakTimes(load, 1.3) })],
    ['peak2', cost({}, { load: peakTimes(load, 2) })],
    ['lag2', cost({ lagMs: sketch.lagMs * 2 }, {})],
    ['lag4', cost({ lagMs: sketch.lagMs * 4 }, {})],
    ['slo/4', cost({}, { slo: { ...slo, maxErrorShare: slo.maxErrorShare / 4 } })],
    ['p95', cost({}, { slo: { ...slo, p95LatencyMs: 4 * sketch.serviceMs } })],
  ];
  for (const [name, a] of checks) {
    const ratio = a.prediction.cost.meanReplicas / base.prediction.cost.meanReplicas;
    (stats[name] ??= []).push(ratio);
    if (ratio < 1 - 1e-9) { const f = (x: any) => `${x.basis} t ${x.settings.policy.targetUtilization ?? x.settings.policy.metrics?.[0].targetValue} ${x.settings.policy.minReplicas}..${x.settings.policy.maxReplicas} w${x.settings.queueWaitMs} P${x.prediction.meetsSlo.mid.toFixed(2)} c${x.prediction.cost.meanReplicas.toFixed(3)}`; console.log(name, ratio.toFixed(4), JSON.stringify({ ...sketch, policy: sketch.policy.kind }), JSON.stringify(shape), JSON.stringify(slo), spikeShare, '\n   ', f(base), '->', f(a)); }
  }
}
console.log(n, Object.entries(stats).map(([k, v]) => `${k} ${v.filter((x) => x < 1 - 1e-9).length}/${v.length} worst ${Math.min(...v).toFixed(3)}`).join('; '));
