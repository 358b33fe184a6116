import { judgedOutcome } from '../../runs/schema/outcome.ts';
import type { Sketch } from '../stats/sketch.ts';

/** What a judgement changes of a cell. */
type Judged = {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly latencyMs: Readonly<Record<string, Sketch>>;
  readonly judgedOtherwise: Readonly<Record<string, number>>;
};

/**
 * A cell in which what a script judges against its status has an outcome of its own: "409 expected", "200 unexpected".
 * Latency sketches can't be parted: one takes the new name only where all requests of its outcome were judged so.
 */
export const judgedCell = <Cell extends Judged>(cell: Cell): Cell => {
  const judged = Object.entries(cell.judgedOtherwise);
  if (judged.length === 0) return cell;
  const [outcomes, latencyMs] = [{ ...cell.outcomes }, { ...cell.latencyMs }];
  for (const [outcome, count] of judged) {
    const name = judgedOutcome(outcome);
    const left = (outcomes[outcome] ?? 0) - count;
    outcomes[name] = count;
    if (left > 0) outcomes[outcome] = left;
    else delete outcomes[outcome];
    const sketch = latencyMs[outcome];
    if (left > 0 || sketch === undefined) continue;
    latencyMs[name] = sketch;
    delete latencyMs[outcome];
  }
  return { ...cell, outcomes, latencyMs, judgedOtherwise: {} };
};
