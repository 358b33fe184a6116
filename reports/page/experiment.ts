import type { Health } from '../../runs/schema/result/health.ts';
import type { Result } from '../../runs/schema/result.ts';
import { formatOffset, formatStretch } from '../format.ts';
import { type Html, html } from '../html.ts';
import { latencyTable, phaseTable } from '../totals.ts';
import { healthSymbols, healthText } from '../words/run/health.ts';
import { togetherText } from '../words/run/labels.ts';
import { fold } from './fold.ts';
import { dataTable } from './table.ts';

/** The phases of the load with their requests, and the latency of the run by outcome. */
export const phasesSection = (result: Result): Html =>
  fold(
    { id: 'phases', title: `Phases and latency${togetherText(result.run.config)}` },
    html`${
      result.phases.length === 0
        ? html`<p>No phase had begun at ${formatOffset(result.timeline.seconds)}.</p>`
        : dataTable(phaseTable(result))
    }${dataTable(latencyTable(result))}`,
  );

const healthRow = (health: Health, result: Result): Html => {
  const { name, detail } = healthText(health, result);
  return html`<tr><td>${healthSymbols[health.status]} ${health.status}</td><th scope="row">${name}</th><td>${detail}</td></tr>`;
};

/** @example healthState([{ status: 'ok' }, { status: 'warning' }]) // '! 1 warning' */
const healthState = (health: readonly Health[]): string => {
  const states = (['failed', 'warning', 'unknown'] as const).flatMap((status) => {
    const count = health.filter((one) => one.status === status).length;
    return count === 0 ? [] : [`${healthSymbols[status]} ${count} ${status}`];
  });
  if (health.length === 0) return '';
  return states.length === 0 ? `${healthSymbols.ok} all ok` : states.join(', ');
};

/** Whether the numbers can be trusted: the generator, the telemetry, the clocks. */
export const healthSection = (result: Result): Html => {
  const { health, timeline } = result;
  return fold(
    { id: 'health', title: 'Health of the experiment', state: healthState(health) },
    html`${
      health.length === 0
        ? html`<p>Nothing was checked: the run has no recording.</p>`
        : html`<table><thead><tr><th>status</th><th>check</th><th>detail</th></tr></thead><tbody>${health.map((one) => healthRow(one, result))}</tbody></table>`
    }
    ${
      timeline.lost.length > 0 &&
      html`<p>Telemetry was lost in ${timeline.lost
        .map(({ fromSecond, toSecond, reason }) => `${formatStretch(fromSecond, toSecond)} (${reason})`)
        .join(', ')}.</p>`
    }`,
  );
};
