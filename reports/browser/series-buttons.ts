import type { Panel } from '../charts/time/model.ts';
import { buttonOf } from './elements.ts';
import type { LiveFigure, Plot } from './live-figure.ts';

const namesOf = ({ series, lanes }: Panel): string[] =>
  (series.length === 0 ? lanes : series).map(({ label }) => label);

const toggle = (live: LiveFigure, { panel }: Plot, label: string): boolean => {
  const { hidden } = live.view();
  const before = hidden[panel.id] ?? [];
  const isHidden = before.includes(label);
  const after = isHidden ? before.filter((one) => one !== label) : [...before, label];
  live.show({ hidden: { ...hidden, [panel.id]: after } });
  return isHidden;
};

/** Each entry of a legend becomes a button that hides its series and shows it again. */
export const addSeriesButtons = (live: LiveFigure): void => {
  for (const plot of live.plots) {
    const entries = plot.svg.parentElement?.querySelectorAll('.legend > li') ?? [];
    for (const [i, label] of namesOf(plot.panel).entries()) {
      const entry = entries[i];
      if (entry === undefined) continue;
      const button = buttonOf('', () => {
        button.setAttribute('aria-pressed', String(toggle(live, plot, label)));
      });
      button.setAttribute('aria-pressed', 'true');
      button.append(...entry.childNodes);
      entry.append(button);
    }
  }
};
