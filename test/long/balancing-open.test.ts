import { it } from 'vitest';
import { requestBalancings } from '../../planner/platforms/balancing.ts';
import { staysOpenWithoutHeader } from '../planner/calibrate/router/balanced.ts';

it.each(requestBalancings)(
  'how requests find their replica stays open without the service-time header: $balancing',
  staysOpenWithoutHeader,
);
