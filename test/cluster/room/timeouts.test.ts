import { expect, it } from 'vitest';
import type { ContainerSpec } from '../../../cluster/doctor/objects.ts';
import { podTimeouts } from '../../../cluster/room/timeouts.ts';

const timeoutsOf = (container: Partial<ContainerSpec>) =>
  podTimeouts({ containers: [{ name: 'model', ...container }] });

it.each<[string, Partial<ContainerSpec>, ReturnType<typeof timeoutsOf>]>([
  [
    'variables of Azure ML’s inference server',
    {
      env: [
        { name: 'SCORING_TIMEOUT_MS', value: '5000' },
        { name: 'WORKER_TIMEOUT', value: '300' },
      ],
    },
    [
      { layer: 'server', name: 'SCORING_TIMEOUT_MS', ms: 5000 },
      { layer: 'worker', name: 'WORKER_TIMEOUT', ms: 300_000 },
    ],
  ],
  [
    'arguments of gunicorn',
    { command: ['gunicorn', '-w', '4', '--timeout', '30', 'app:app'] },
    [{ layer: 'worker', name: 'gunicorn --timeout', ms: 30_000 }],
  ],
  [
    'its arguments in a variable',
    { env: [{ name: 'GUNICORN_CMD_ARGS', value: '--workers=2 --timeout=45' }] },
    [{ layer: 'worker', name: 'gunicorn --timeout', ms: 45_000 }],
  ],
  [
    'nothing of values that are no numbers, or of other programs',
    { env: [{ name: 'WORKER_TIMEOUT' }], command: ['curl', '-t', '3'] },
    [],
  ],
])('reads %s', (_, container, timeouts) => {
  expect(timeoutsOf(container)).toEqual(timeouts);
});
