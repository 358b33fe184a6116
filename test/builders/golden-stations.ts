import { mmcD } from '../../planner/queueing/mmc-d.ts';
import { erlangB } from '../oracles/erlang-b.ts';
import { erlangC } from '../oracles/erlang-c.ts';
import { mdc } from '../oracles/m-d-c.ts';
import { mmck } from '../oracles/mmck.ts';
import type { figures, StationOptions } from './station-run.ts';

type Station = { readonly rate: number; readonly servers: number };

/** A station with its true figures, by the closed forms, which have tests of their own against the literature. */
export type GoldenStation = {
  readonly name: string;
  readonly options: Omit<StationOptions, 'requests'>;
  readonly truths: Partial<Record<keyof typeof figures, number>>;
};

const exponential = { kind: 'exponential', meanMs: 1000 } as const;

const named = (kind: string, { rate, servers }: Station): string =>
  `${kind}, load ${rate}, ${servers} servers`;

const optionsOf = ({ rate, servers }: Station) => ({ ratePerSecond: rate, servers, service: exponential });

const formOf = ({ rate, servers }: Station) => ({ ratePerSecond: rate, servers, serviceSeconds: 1 });

const losing = (station: Station): GoldenStation => ({
  name: named('M/M/c/c', station),
  options: { ...optionsOf(station), router: { queueWaitLimitMs: 0 } },
  truths: { rejected: erlangB(station.servers, station.rate) },
});

const waiting = (station: Station): GoldenStation => {
  const { waitShare, meanWaitSeconds } = erlangC(formOf(station));
  return {
    name: named('M/M/c', station),
    options: optionsOf(station),
    truths: { waited: waitShare, waitSeconds: meanWaitSeconds },
  };
};

const bounded = (station: Station, capacity: number): GoldenStation => {
  const { lostShare, waitShare } = mmck({ ...formOf(station), capacity });
  return {
    name: named(`M/M/c/${capacity}`, station),
    options: { ...optionsOf(station), router: { queueLengthLimit: capacity - station.servers } },
    truths: { rejected: lostShare, waited: waitShare },
  };
};

const constant = (station: Station): GoldenStation => {
  const { waitShare, meanWaitSeconds } = mdc(formOf(station));
  return {
    name: named('M/D/c', station),
    options: { ...optionsOf(station), service: { kind: 'constant', meanMs: 1000 } },
    truths: { waited: waitShare, waitSeconds: meanWaitSeconds },
  };
};

const impatient = (station: Station, patienceSeconds: number): GoldenStation => {
  const { lostShare, waitShare, meanWaitSeconds } = mmcD({ ...formOf(station), patienceSeconds });
  return {
    name: named(`M/M/c + ${patienceSeconds} s`, station),
    options: { ...optionsOf(station), router: { queueWaitLimitMs: 1000 * patienceSeconds } },
    truths: { rejected: lostShare, waited: waitShare, waitSeconds: meanWaitSeconds },
  };
};

/** Rows 3, 4, 6, 10 to 12, 16, 17, 20 to 24 and the M/D/c values of section 1.4 of the project's list of goldens. */
export const goldenStations: readonly GoldenStation[] = [
  losing({ rate: 8, servers: 10 }),
  {
    name: 'M/G/c/c with lognormal service of scv 4, load 8, 10 servers: as M/M/c/c',
    options: {
      ...optionsOf({ rate: 8, servers: 10 }),
      service: { kind: 'lognormal', meanMs: 1000, scv: 4 },
      router: { queueWaitLimitMs: 0 },
    },
    truths: { rejected: erlangB(10, 8) },
  },
  losing({ rate: 200, servers: 200 }),
  waiting({ rate: 8, servers: 10 }),
  waiting({ rate: 45, servers: 50 }),
  waiting({ rate: 190, servers: 200 }),
  bounded({ rate: 10, servers: 10 }, 15),
  bounded({ rate: 12, servers: 10 }, 30),
  constant({ rate: 0.8, servers: 1 }),
  constant({ rate: 1.8, servers: 2 }),
  constant({ rate: 8, servers: 10 }),
  constant({ rate: 9, servers: 10 }),
  constant({ rate: 45, servers: 50 }),
  impatient({ rate: 10, servers: 10 }, 0.5),
  impatient({ rate: 12, servers: 10 }, 1),
  impatient({ rate: 48, servers: 50 }, 0.1),
  impatient({ rate: 210, servers: 200 }, 0.2),
  impatient({ rate: 2, servers: 3 }, 0.5),
  {
    name: 'two router instances before one replica that never idles while anyone waits: the wait of M/M/1',
    options: { ...optionsOf({ rate: 0.7, servers: 1 }), router: { instances: 2 } },
    truths: { waitSeconds: erlangC({ ratePerSecond: 0.7, serviceSeconds: 1, servers: 1 }).meanWaitSeconds },
  },
];
