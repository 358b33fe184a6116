import type { Calibration } from '../../../runs/schema/calibration.ts';

/** The share of requests without a queue that a timeout cut, so that their service times are hidden; 0 where none was. */
export const cutShareOf = ({ service: { cut } }: Pick<Calibration, 'service'>): number =>
  cut === undefined ? 0 : cut.requests / cut.of;
