/**
 * Every colour of the report, as a pair for the light and the dark theme. Charts name a colour by its CSS variable,
 * so one SVG serves both themes.
 *
 * The seven series colours were found by a random search and are held by a test: at least 3:1 against the page and
 * against a shaded phase, and no two of them closer than dE 12 (CIEDE2000), as seen with normal sight,
 * deuteranopia or protanopia.
 */
export const seriesColours = {
  blue: { light: '#477cc8', dark: '#8cb3eb' },
  orange: { light: '#db6501', dark: '#dd6e42' },
  purple: { light: '#511f8d', dark: '#8d5fe8' },
  brown: { light: '#61491b', dark: '#fedc5b' },
  pink: { light: '#d03465', dark: '#a9607d' },
  teal: { light: '#3c958d', dark: '#72cda7' },
  ink: { light: '#20242a', dark: '#e2f1fc' },
} as const;

/** What is behind and around the series. `text` and `muted` hold 4.5:1, the contrast of small text. */
export const pageColours = {
  page: { light: '#ffffff', dark: '#14181d' },
  shade: { light: '#eef1f5', dark: '#222a33' },
  line: { light: '#d5dae1', dark: '#3a4450' },
  text: { light: '#1b1f24', dark: '#e6eaef' },
  muted: { light: '#555e69', dark: '#a9b3bf' },
} as const;

/** How much of its colour a stacked part has that is no failure, as a share: the failures below it stay darker, or in the dark lighter. */
export const stackedOpacity = 0.25;

/** Colours of data series, apart for colour-blind readers too. */
export type SeriesColour = keyof typeof seriesColours;
type PageColour = keyof typeof pageColours;

/** @example colour('blue') // 'var(--blue)' */
export const colour = (name: SeriesColour | PageColour): string => `var(--${name})`;

/** The declarations of one theme's variables, for a style sheet. */
export const colourVariables = (theme: 'light' | 'dark'): string =>
  Object.entries({ ...pageColours, ...seriesColours })
    .map(([name, pair]) => `--${name}:${pair[theme]}`)
    .join(';');
