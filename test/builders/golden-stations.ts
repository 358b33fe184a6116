import { mmcD } from '../../planner/queueing/mmc-d.ts';
import { erlangB } from '../oracles/erlang-b.ts';
import { erlangC } from '../oracles/erlang-c.ts';
import { erlangM1 } from '../oracles/erlang-m-1.ts';
import { mdc } from '../oracles/m-d-c.ts';
import { mmck } from '../oracles/mmck.ts';
import { twoChoices } from '../oracles/two-choices.ts';
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

/** A share of the load for each server, each with a queue of its own. */
const alone = ({ rate, servers }: Station) => ({
  ratePerSecond: rate / servers,
  servers: 1,
  serviceSeconds: 1,
});

/** Requests are sent to a server by chance: as many independent stations as there are servers. */
const splitByChance = (station: Station): readonly GoldenStation[] => {
  const { waitShare, meanWaitSeconds } = erlangC(alone(station));
  const balancing = 'random';
  const bounded = mmck({ ...alone(station), capacity: 4 });
  const impatient = mmcD({ ...alone(station), patienceSeconds: 0.5 });
  const { rate, servers } = station;
  const ofTwo = erlangC({ ratePerSecond: (2 * rate) / servers, servers: 2, serviceSeconds: 1 });
  return [
    {
      name: named('random splitting, each M/M/1', station),
      options: { ...optionsOf(station), router: { balancing } },
      truths: { waited: waitShare, waitSeconds: meanWaitSeconds },
    },
    {
      name: named('random splitting, each M/M/2', station),
      options: { ...optionsOf(station), servers: servers / 2, slots: 2, router: { balancing } },
      truths: { waited: ofTwo.waitShare, waitSeconds: ofTwo.meanWaitSeconds },
    },
    {
      name: named('random splitting, each M/M/1/4', station),
      options: { ...optionsOf(station), router: { balancing, queueLengthLimit: 3 } },
      truths: { rejected: bounded.lostShare, waited: bounded.waitShare },
    },
    {
      name: named('random splitting, each M/M/1 + 0.5 s', station),
      options: { ...optionsOf(station), router: { balancing, queueWaitLimitMs: 500 } },
      truths: {
        rejected: impatient.lostShare,
        waited: impatient.waitShare,
        waitSeconds: impatient.meanWaitSeconds,
      },
    },
  ];
};

/** To each server in turn: the gaps between requests of one server are sums of as many exponentials. */
const inTurn = (station: Station): GoldenStation => {
  const { waitShare, meanWaitSeconds } = erlangM1({ ...alone(station), stages: station.servers });
  return {
    name: named('round robin, each E_n/M/1', station),
    options: { ...optionsOf(station), router: { balancing: 'roundRobin' } },
    truths: { waited: waitShare, waitSeconds: meanWaitSeconds },
  };
};

/** The limit of many servers: what is left of their number is far below the standard error of these runs. */
const ofTwo = (station: Station): GoldenStation => {
  const { waitShare, meanWaitSeconds } = twoChoices(station.rate / station.servers);
  return {
    name: named('the shorter of two queues', station),
    options: { ...optionsOf(station), router: { balancing: 'leastOfTwo' } },
    truths: { waited: waitShare, waitSeconds: meanWaitSeconds },
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
  ...splitByChance({ rate: 7, servers: 10 }),
  ...splitByChance({ rate: 28, servers: 40 }),
  inTurn({ rate: 1.6, servers: 2 }),
  inTurn({ rate: 8, servers: 10 }),
  inTurn({ rate: 45, servers: 50 }),
  ofTwo({ rate: 350, servers: 500 }),
  ofTwo({ rate: 900, servers: 1000 }),
  {
    name: 'two router instances before one replica that never idles while anyone waits: the wait of M/M/1',
    options: { ...optionsOf({ rate: 0.7, servers: 1 }), router: { instances: 2 } },
    truths: { waitSeconds: erlangC({ ratePerSecond: 0.7, serviceSeconds: 1, servers: 1 }).meanWaitSeconds },
  },
];
