import { buttonOf } from './elements.ts';
import type { LiveFigure, Plot } from './live-figure.ts';

/** Shows or hides what an entry of a legend stands for. */
export const setShown = ({ entries, shapes }: Plot, index: number, isShown: boolean): void => {
  shapes[index]?.toggleAttribute('hidden', !isShown);
  entries[index]?.querySelector('button')?.setAttribute('aria-pressed', String(isShown));
};

/** Each entry of a legend becomes a button that hides its series and shows it again. */
export const addSeriesButtons = (live: LiveFigure): void => {
  for (const plot of live.plots) {
    for (const [i, entry] of plot.entries.entries()) {
      const button = buttonOf('', () => setShown(plot, i, plot.shapes[i]?.hasAttribute('hidden') === true));
      button.append(...entry.childNodes);
      entry.append(button);
      setShown(plot, i, true);
    }
  }
};
