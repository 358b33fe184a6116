import { describe, expect, it } from 'vitest';
import {
  colour,
  colourVariables,
  pageColours,
  type SeriesColour,
  seriesColours,
  stackedOpacity,
} from '../../../reports/charts/palette.ts';
import { contrast, deltaE2000, labOf, rgbOf, seenWith, sights } from '../colour-vision.ts';

const themes = ['light', 'dark'] as const;
const names = Object.keys(seriesColours) as SeriesColour[];
const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as const));

/** A stacked part that is no failure, as the screen shows it: mixed by the numbers of the code, as browsers do. */
const paleOn = (back: string, front: string) => {
  const mixed = [1, 3, 5].map((at) => {
    const [below, above] = [back, front].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16));
    return Math.round(below! + stackedOpacity * (above! - below!));
  });
  return rgbOf(`#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`);
};

describe('the arithmetic of the test itself', () => {
  // Sharma, Wu & Dalal, "The CIEDE2000 color-difference formula", 2005, table 1, rows 1, 7, 9, 17 and 25.
  it.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  ] as const)('finds the published difference of %j and %j', (a, b, difference) => {
    expect(deltaE2000(a, b)).toBeCloseTo(difference, 4);
  });

  it('finds black on white at 21:1', () => {
    expect(contrast(rgbOf('#000000'), rgbOf('#ffffff'))).toBeCloseTo(21);
  });

  it('finds pure red and green far closer with deuteranopia than with normal sight', () => {
    const [red, green] = [rgbOf('#c00000'), rgbOf('#507000')];
    const difference = (sight: (typeof sights)[number]): number =>
      deltaE2000(labOf(seenWith(sight, red)), labOf(seenWith(sight, green)));
    expect(difference('deuteranopia')).toBeLessThan(difference('normal') / 3);
  });
});

describe.each(themes)('the %s theme', (theme) => {
  const paint = (name: SeriesColour | keyof typeof pageColours) =>
    rgbOf({ ...pageColours, ...seriesColours }[name][theme]);

  it.each(names)('shows %s at 3:1 or more against the page and a shaded phase', (name) => {
    expect(contrast(paint(name), paint('page'))).toBeGreaterThanOrEqual(3);
    expect(contrast(paint(name), paint('shade'))).toBeGreaterThanOrEqual(3);
  });

  // Under WCAG's 3:1 it is the line between them, in the colour of the page, that parts them.
  it('shows every failure at 1.9:1 or more against the pale successes above it, so that it stands out in grey too', () => {
    const failures = names.filter((name) => name !== 'blue');
    const behind = [pageColours.page[theme], pageColours.shade[theme]];
    for (const name of failures) {
      for (const back of behind) {
        const pale = paleOn(back, seriesColours.blue[theme]);
        expect(contrast(paint(name), pale), name).toBeGreaterThanOrEqual(1.9);
      }
    }
  });

  it.each(['text', 'muted'] as const)('shows %s at 4.5:1 or more', (name) => {
    expect(contrast(paint(name), paint('page'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(paint(name), paint('shade'))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(sights)('keeps every two series colours at dE 12 or more with %s sight', (sight) => {
    for (const [a, b] of pairs) {
      const difference = deltaE2000(labOf(seenWith(sight, paint(a))), labOf(seenWith(sight, paint(b))));
      expect(difference, `${a} and ${b}`).toBeGreaterThanOrEqual(12);
    }
  });
});

describe('variables', () => {
  it('declares every colour that a chart may name, in both themes', () => {
    for (const name of [...names, ...Object.keys(pageColours)]) {
      for (const theme of themes) expect(colourVariables(theme)).toContain(`--${name}:#`);
    }
    expect(colour('blue')).toBe('var(--blue)');
  });
});
