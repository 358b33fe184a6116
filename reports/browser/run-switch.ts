import { buttonOf, elementOf } from './elements.ts';
import type { LiveFigure } from './live-figure.ts';

/** Where runs are laid over each other: which of them to look at. */
export const addRunSwitch = (live: LiveFigure): void => {
  const { runs } = live.figure;
  if (runs.length < 2) return;
  const choices = [
    { name: 'All', hiddenRuns: [] as number[] },
    ...runs.map((name, run) => ({ name, hiddenRuns: [...runs.keys()].filter((other) => other !== run) })),
  ];
  const buttons = choices.map(({ name, hiddenRuns }, i) =>
    buttonOf(name, () => {
      live.show({ hiddenRuns });
      for (const [j, button] of buttons.entries()) button.setAttribute('aria-pressed', String(i === j));
    }),
  );
  for (const [i, button] of buttons.entries()) button.setAttribute('aria-pressed', String(i === 0));
  const group = elementOf('div', 'tools', ...buttons);
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Which run to show');
  live.element.prepend(group);
};
