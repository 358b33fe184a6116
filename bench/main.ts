/**
 * `npm run bench [part …]`: what Headroom costs and how fast it is, as ratios measured in one run wherever there is
 * something to compare with. Parts: startup, memory, runners, run, simulate, plan. All of them take some eight
 * minutes.
 */
import { memory } from './memory.ts';
import { planCost } from './plan.ts';
import { runCost } from './run.ts';
import { runnersCost } from './runners.ts';
import { benchSimulate } from './simulate.bench.ts';
import { startup } from './startup.ts';

const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  startup,
  memory,
  runners: runnersCost,
  run: runCost,
  simulate: benchSimulate,
  plan: planCost,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => parts[name] === undefined);
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
for (const [name, part] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`== ${name}`);
  await part();
}
