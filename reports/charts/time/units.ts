import { formatCount, formatMs, formatNumber, formatRate } from '../../format.ts';
import type { Unit } from './model.ts';

/** How the numbers of each unit are written on axes, at the cursor and in tables. */
export const unitFormats: Readonly<Record<Unit, (value: number) => string>> = {
  perSecond: (value) => formatRate(value),
  count: (value) => formatCount(value),
  number: (value) => formatNumber(value),
  millisecond: (value) => formatMs(value),
};
