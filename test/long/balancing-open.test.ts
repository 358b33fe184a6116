import { it } from 'vitest';
import { requestBalancings } from '../../planner/platforms/balancing.ts';
import { isToldByBacklog, staysOpenWithoutHeader } from '../planner/calibrate/router/balanced.ts';

it.each(requestBalancings)(
  'how requests find their replica stays open without the service-time header: $balancing',
  staysOpenWithoutHeader,
);

it.each(requestBalancings)(
  'how requests find their replica is told by a backlog alone, from the first second on: $balancing',
  isToldByBacklog,
);
