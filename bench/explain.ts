/**
 * How right the causes are: situations are planted in a scripted cluster and endpoint, real k6 fires a small load, and the
 * cause that `headroom test` finds for every failed second is compared with the one that was planted.
 *
 *     npm run bench:explain -- [--only words] [--parallel 4] [--keep folder [--again]] [--json file] [--write]
 *
 * Takes some five minutes. `--only` takes the scenarios whose name holds the words. `--keep` keeps the runs; `--again` fires
 * nothing and asks the rules of this checkout about the runs that were kept.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeSection } from './accuracy/document.ts';
import { type Outcome, rescore, runScenario } from './explain/run-scenario.ts';
import { allScenarios } from './explain/scenarios/all.ts';
import { explainTables, isGoodEnough, lineOf } from './explain/tables.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    parallel: { type: 'string', default: '4' },
    keep: { type: 'string' },
    json: { type: 'string' },
    again: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const note = (text: string): void => void process.stderr.write(`${text}\n`);

const scenarios = (await allScenarios()).filter(({ name }) => name.includes(values.only));
const outcomes: Outcome[] = [];
const failures: unknown[] = [];
const waiting = [...scenarios];

/** Loads are small, so several run at a time. */
const worker = async (): Promise<void> => {
  for (let scenario = waiting.shift(); scenario !== undefined; scenario = waiting.shift()) {
    try {
      const { keep = null } = values;
      const outcome = values.again ? await rescore(scenario, keep ?? '') : await runScenario(scenario, keep);
      outcomes.push(outcome);
      note(`${String(outcomes.length).padStart(3)}/${scenarios.length}  ${lineOf(outcome)}`);
    } catch (error) {
      // The others still tell something; the bench ends as failed.
      failures.push(error);
      note(`${scenario.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
};
await Promise.all(Array.from({ length: Number(values.parallel) }, worker));

const ordered = scenarios.flatMap(({ name }) => outcomes.find(({ scenario }) => scenario === name) ?? []);
const text = explainTables(ordered);
console.log(text);
if (values.json !== undefined) await writeFile(values.json, JSON.stringify(ordered));
if (values.write && failures.length === 0)
  await writeSection(join(import.meta.dirname, '..', 'docs', 'explanation.md'), 'planted', text);
process.exitCode = isGoodEnough(ordered) && failures.length === 0 ? 0 : 1;
