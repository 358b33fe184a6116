/**
 * How right the planner is: services are made up, recorded once, planned for from the recording alone, and run again
 * under the advice and under other settings. `--live N` does the same with the real sandbox and real k6.
 *
 *     npm run bench:accuracy -- [--services 100] [--seed 1] [--margin 0.2] [--spike-share 0.01] [--live 0]
 *                               [--router-pods] [--only 3,17] [--kept file] [--against file] [--write] [--json file]
 *
 * Margin and share of the spike are what an advice is planned for and judged by; by default those of `headroom plan`.
 * With `--router-pods` recordings see how many pods Azure ML's router has, as where `headroom test` may read them.
 * `--only` assesses these services alone, by their index: what a change does to some of them.
 * `--against` names what an earlier planner kept: the figures of both, over the services that both assessed, with what chance
 * does to their difference.
 * A live bench takes four minutes a service, 110 services in virtual time some twenty minutes. With `--kept` each is written
 * down when it is done, and not run again.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { planningDefaults, planningSchema } from '../runs/schema/planning.ts';
import { againstTable } from './accuracy/against.ts';
import type { Assessed } from './accuracy/assess.ts';
import { type Answer, assessAll } from './accuracy/assess-all.ts';
import { writeSection } from './accuracy/document.ts';
import { keepAnswer, readAnswers } from './accuracy/kept.ts';
import { pageExample } from './accuracy/page-example.ts';
import { virtualTables } from './accuracy/tables.ts';

const { values } = parseArgs({
  options: {
    services: { type: 'string', default: '100' },
    live: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    margin: { type: 'string', default: String(planningDefaults.margin) },
    'spike-share': { type: 'string', default: String(planningDefaults.spikeShare) },
    'router-pods': { type: 'boolean', default: false },
    only: { type: 'string' },
    kept: { type: 'string' },
    against: { type: 'string' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const [services, live, seed] = [Number(values.services), Number(values.live), Number(values.seed)];
const indices = values.only?.split(',').map(Number) ?? Array.from({ length: services }, (_, index) => index);
const { margin = planningDefaults.margin, spikeShare = planningDefaults.spikeShare } = planningSchema.parse({
  margin: Number(values.margin),
  spikeShare: Number(values['spike-share']),
});
const conditions = { margin, spikeShare, showsRouterPods: values['router-pods'] };
const document = join(import.meta.dirname, '..', 'docs', 'accuracy.md');
const note = (text: string): void => void process.stderr.write(`${text}\n`);

const inWords = (answer: Answer): string =>
  'trials' in answer
    ? `${answer.trials.length} settings, the advice ${answer.trials[0]!.measured.meets ? 'holds' : 'FAILS'}`
    : `no advice: ${answer.reasons.join('; ')}`;

const runVirtual = async (): Promise<void> => {
  const startedAtMs = performance.now();
  const { kept } = values;
  const known = kept === undefined ? new Map() : await readAnswers(kept, { seed, conditions });
  const answers = await assessAll({
    seed,
    indices,
    conditions,
    known,
    onAnswer: async (answer, index) => {
      if (kept !== undefined) await keepAnswer(kept, { seed, conditions, index, answer });
      note(`${answer.name}, ${indices.length} in all: ${inWords(answer)}`);
    },
  });
  note("the page's own example");
  const example = pageExample(conditions);
  const elapsedSeconds = Math.round((performance.now() - startedAtMs) / 1000);
  if (values.json !== undefined)
    await writeFile(values.json, JSON.stringify({ conditions, answers, example }));
  const assessed = answers.filter((answer): answer is Assessed => 'trials' in answer);
  const refused = answers.length - assessed.length;
  const text = virtualTables({ assessed, refused, example, seed, conditions, elapsedSeconds });
  console.log(text);
  if (values.write) await writeSection(document, 'virtual', text);
  if (values.against === undefined) return;
  const before = await readAnswers(values.against, { seed, conditions: { margin, spikeShare } });
  console.log(`\n${againstTable(before, new Map(indices.map((index, i) => [index, answers[i]!])))}`);
};

if (indices.length > 0) await runVirtual();
if (live > 0) {
  const { runLive } = await import('./accuracy/live.ts');
  const text = await runLive({ services: live, seed, kept: values.kept, note });
  console.log(text);
  if (values.write) await writeSection(document, 'live', text);
}
