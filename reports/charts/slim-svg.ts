/**
 * What Vega writes for its own interactive runtime and a still picture does not need. Each row: what to drop, and why
 * it is safe. A chart shrinks to about half.
 */
const needless: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // Hit areas of groups: no fill and no stroke, invisible.
  [/<path class="(?:background|foreground)"[^>]*?\/>/g, ''],
  // The figure around the chart names it as one picture; its parts are not to be read out one by one.
  [/ (?:role|class|aria-[a-z]+|pointer-events|version|xmlns:xlink)="[^"]*"/g, ''],
  // Values that are the default of SVG, or of the page's style sheet.
  [/ (?:opacity="1"|stroke-width="1"|fill-opacity="1"|font-family="[^"]*"|font-size="[^"]*")/g, ''],
  [/ transform="translate\(0,0\)"/g, ''],
  // A tenth of a pixel is finer than any screen.
  [/-?\d+\.\d{2,}(?:e-?\d+)?/g, '#'],
];

const rounded = (number: string): string => String(Math.round(Number(number) * 10) / 10 || 0);

/** The same picture in fewer bytes. */
export const slimSvg = (svg: string): string => {
  const slim = needless.reduce(
    (text, [pattern, replacement]) =>
      text.replace(pattern, (found) => (replacement === '#' ? rounded(found) : replacement)),
    svg,
  );
  return slim.replace(/<g><\/g>|<g\/>/g, '');
};
