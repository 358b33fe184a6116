/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** @example percent(0.125) // '12.5 %' */
export const percent = (share: number | null): string =>
  share === null ? 'none' : `${(100 * share).toFixed(1)} %`;

/** @example points(0.005) // '0.50' */
export const points = (share: number): string => (100 * share).toFixed(2);
