import { it } from 'vitest';
import { requestBalancings } from '../../planner/platforms/balancing.ts';
import {
  isFoundWithoutHeader,
  isToldByBacklog,
  staysOpenWithoutHeader,
} from '../planner/calibrate/router/balanced.ts';

it.each(requestBalancings.slice(0, 2))(
  'how requests find their replica is found without the service-time header where a backlog shows it: $balancing',
  isFoundWithoutHeader,
);

it.each(requestBalancings.slice(2))(
  'how requests find their replica stays open without the header where a longer service looks like more waiting: $balancing',
  staysOpenWithoutHeader,
);

it.each(requestBalancings)(
  'how requests find their replica is told by a backlog alone, from the first second on: $balancing',
  isToldByBacklog,
);
