import { recommend } from '/work/main/planner/recommend/recommend.ts';
import { adviceSchema } from '/work/main/runs/schema/recommendation.ts';
import { buildRequest, spikeOf, soakOf, buildPolicy } from '/work/main/test/planner/recommend/builders.ts';
const show = (name: string, request: any) => {
  const t = performance.now();
  let last = t; let stages = '';
  const a = recommend({ ...request, onProgress: (p: any) => { const n = performance.now(); stages += ` ${((n-last)/1000).toFixed(1)}|${p.stage}`; last = n; } });
  const s = (performance.now() - t) / 1000;
  adviceSchema.parse(a);
  if (a.kind !== 'advice') { console.log(name, a); return; }
  const p: any = a.settings.policy;
  console.log(`${name}: ${s.toFixed(1)} s; ${a.basis} target ${p.targetUtilization} min ${p.minReplicas ?? p.replicas} max ${p.maxReplicas} wait ${a.settings.queueWaitMs} to ${a.settings.requestTimeoutMs}; P ${a.prediction.meetsSlo.mid.toFixed(3)} err ${JSON.stringify(a.prediction.errorShare)} cost ${a.prediction.cost.meanReplicas.toFixed(2)}; page ${a.compared.pageFormula.replicas} err ${a.compared.pageFormula.prediction.errorShare.mid.toFixed(4)} cost ${a.compared.pageFormula.prediction.cost.meanReplicas.toFixed(1)}; current err ${a.compared.current.prediction.errorShare.mid.toFixed(3)} cost ${a.compared.current.prediction.cost.meanReplicas.toFixed(1)}`);
  console.log('  ', JSON.stringify(a.search), stages);
  if (process.argv[2]) { console.log(JSON.stringify({ ...a, inputs: undefined }, null, 1)); }
};
show('small', buildRequest());
show('rec10min', buildRequest({ serviceMs: 150, lagMs: 20000 }, { load: spikeOf({ baseline: 40, peak: 200, baselineSeconds: 150, holdSeconds: 300, recoverySeconds: 150 }) }));
if (!process.argv[2]) {
show('rec10min spikeShare .05', buildRequest({ serviceMs: 150, lagMs: 20000 }, { spikeShare: .05, load: spikeOf({ baseline: 40, peak: 200, baselineSeconds: 150, holdSeconds: 300, recoverySeconds: 150 }) }));
show('page 286', buildRequest({ serviceMs: 10000, lagMs: 20000 }, { load: soakOf(20, 600) }));
show('page 286 even', buildRequest({ serviceMs: 10000, lagMs: 20000, dispersion: 0 }, { load: soakOf(20, 600), slo: {maxErrorShare: .001} }));
show('2x1', buildRequest({ serviceMs: 1000, lagMs: 20000 }, { load: soakOf(2, 600), slo: { maxErrorShare: .01 } }));
show('2x1 v2', buildRequest({ serviceMs: 1000, lagMs: 20000, requestTimeoutMs: 5000, policy: buildPolicy({ kind: 'azureml-v2' }) }, { load: soakOf(2, 600), slo: { maxErrorShare: .01 } }));
show('hpa', buildRequest({ policy: buildPolicy({ kind: 'hpa', metrics: [{ targetValue: 0.5 }] }) }));
show('knative', buildRequest({ policy: buildPolicy({ kind: 'knative', target: 1 }) }));
show('keda', buildRequest({ slots: 4, policy: buildPolicy({ kind: 'keda-http' , targetValue: 3}) }));
show('fixed', buildRequest({ policy: buildPolicy({ kind: 'fixed', replicas: 3 }) }));
show('impossible', buildRequest({}, { slo: { maxErrorShare: 0.01, p95LatencyMs: 300 } }));
}
