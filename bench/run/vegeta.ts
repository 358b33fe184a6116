/** vegeta, the Go load generator with a fixed rate that people know. */
import { gogc } from './bare-k6.ts';
import { costOf } from './process-cost.ts';
import { body, type Generator, type Shape } from './shape.ts';

const rateOf = (shape: Shape): string[] =>
  shape.kind === 'open'
    ? [`-rate=${shape.ratePerSecond}/1s`, `-workers=${Math.max(20, shape.ratePerSecond / 10)}`]
    : ['-rate=0', `-workers=${shape.inFlight}`, `-max-workers=${shape.inFlight}`];

const targetOf = (url: string): string =>
  `${JSON.stringify({
    method: 'POST',
    url,
    header: { 'Content-Type': ['application/json'] },
    body: Buffer.from(body).toString('base64'),
  })}\n`;

/** Fires with vegeta's defaults; its results go nowhere. */
export const vegetaGenerator = (vegeta: string, cost: string): Generator => ({
  name: 'vegeta',
  fire: (shape, url) =>
    costOf(cost, {
      program: vegeta,
      arguments: ['attack', '-format=json', `-duration=${shape.seconds}s`, ...rateOf(shape)],
      environment: { GOGC: gogc },
      input: targetOf(url),
    }),
});
