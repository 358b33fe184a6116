import type { Calibration } from '../../../runs/schema/calibration.ts';

type Service = Pick<Calibration, 'service'>;

/** The share of requests without a queue that a timeout cut, so that their service times are hidden; 0 where none was. */
export const cutShareOf = ({ service: { cut } }: Service): number =>
  cut === undefined ? 0 : cut.requests / cut.of;

/** A timeout that cut fewer of the requests that did not queue leaves no doubt about the mean. */
const cutShareLeast = 0.05;

/** Whether a timeout hides so much of the service times that nobody knows their mean. */
export const isCensored = (calibration: Service): boolean => cutShareOf(calibration) >= cutShareLeast;
