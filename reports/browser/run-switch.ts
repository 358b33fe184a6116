import { buttonOf, elementOf } from './elements.ts';
import type { LiveFigure } from './live-figure.ts';
import { setShown } from './series-buttons.ts';

/** Whether a series is of a run: "base" and "base, run 2" are of "base". */
const isOf = (label: string, run: string): boolean => label === run || label.startsWith(`${run},`);

/** Where runs are laid over each other: which of them to look at. */
export const addRunSwitch = (live: LiveFigure): void => {
  const runs = live.element.dataset['runs']?.split(',') ?? [];
  if (runs.length < 2) return;
  const choices = ['All runs', ...runs];
  const buttons = choices.map((name, choice) =>
    buttonOf(name, () => {
      for (const plot of live.plots)
        for (const [i, { textContent }] of plot.entries.entries())
          setShown(plot, i, choice === 0 || isOf(textContent, name));
      press(choice);
    }),
  );
  const press = (choice: number): void => {
    for (const [i, button] of buttons.entries()) button.setAttribute('aria-pressed', String(i === choice));
  };
  press(0);
  const group = elementOf('div', 'tools', ...buttons);
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Which run to show');
  live.element.prepend(group);
};
