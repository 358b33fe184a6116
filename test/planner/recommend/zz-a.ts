import { recommend } from '/work/main/planner/recommend/recommend.ts';
import { buildRequest, spikeOf } from '/work/main/test/planner/recommend/builders.ts';
for (const spikeShare of [1, .05]) {
const c0 = process.cpuUsage(), t = performance.now();
const b: any = recommend({ ...buildRequest({ serviceMs: 150, lagMs: 20000 }, { spikeShare, load: spikeOf({ baseline: 40, peak: 200, baselineSeconds: 150, holdSeconds: 300, recoverySeconds: 150 }) }), draws: undefined } as any);
console.log('wall', (performance.now() - t) / 1000, 'cpu s', process.cpuUsage(c0).user / 1e6, b.search, b.settings.policy.targetUtilization, b.settings.policy.minReplicas, b.settings.policy.maxReplicas, b.prediction.cost.meanReplicas, b.prediction.meetsSlo.mid, b.settings.queueWaitMs, b.changes.map((c: any) => c.sentence));
}
