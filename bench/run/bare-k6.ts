/** k6 by itself: no output and no summary, but the tags and thresholds that Headroom keeps too, and Headroom's GOGC. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Options, Scenario } from 'k6/options';
import { costOf, inFolder } from './process-cost.ts';
import type { Programs } from './programs.ts';
import { beyondAnyRatePerSecond, body, type Generator, type Shape } from './shape.ts';

/** What Headroom sets, so that both collect garbage as often. */
export const gogc = '400';

const scenarioOf = (shape: Shape): Scenario => {
  const arrivals = {
    executor: 'constant-arrival-rate',
    timeUnit: '1s',
    duration: `${shape.seconds}s`,
  } as const;
  return shape.kind === 'open'
    ? {
        ...arrivals,
        rate: shape.ratePerSecond,
        preAllocatedVUs: shape.inFlight ?? Math.max(20, shape.ratePerSecond / 10),
        maxVUs: 2 * shape.ratePerSecond + 50,
      }
    : {
        ...arrivals,
        rate: beyondAnyRatePerSecond,
        preAllocatedVUs: shape.inFlight,
        maxVUs: shape.inFlight,
      };
};

const flags = ['run', '--quiet', '--no-usage-report', '--summary-mode=disabled'];

/** Users' way to send a request with stock k6: `k6/http` in a script. */
export const bareK6 = (k6: string, { cost }: Programs): Generator => ({
  name: 'bare k6',
  fire: (shape, url) =>
    inFolder(async (folder) => {
      const options = join(folder, 'options.json');
      await writeFile(options, JSON.stringify({ scenarios: { load: scenarioOf(shape) } } satisfies Options));
      return costOf(cost, {
        program: k6,
        arguments: [...flags, `--config=${options}`, join(import.meta.dirname, 'bare.js')],
        environment: { GOGC: gogc, TARGET: url, BODY: body },
      });
    }),
});
