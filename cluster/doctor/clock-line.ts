import { type KubeClient, requestTimeoutMs } from '../connect/kube-client.ts';
import { boundsOf } from '../follow/clock.ts';
import { type DoctorLine, fine } from './line.ts';

/** A clock further away than this makes start-up lags hard to read; the run measures the offset and corrects for it. */
const offsetMsMost = 1_000;

/** The offset between the clocks of the cluster and of this machine, from one answer: good to about a second. */
export const clockLines = async (
  client: Pick<KubeClient, 'request'>,
  now: () => number,
): Promise<DoctorLine[]> => {
  const sentAtMs = now();
  const answer = await client.request({ path: '/version', signal: AbortSignal.timeout(requestTimeoutMs) });
  if (answer.kind === 'silence' || answer.dateMs === null) return [];
  const { lowMs, highMs } = boundsOf({ sentAtMs, receivedAtMs: now(), dateMs: answer.dateMs });
  if (lowMs <= offsetMsMost && highMs >= -offsetMsMost)
    return [fine('clock', 'the cluster’s clock agrees with this machine’s, to about a second')];
  const seconds = Math.abs((lowMs + highMs) / 2 / 1_000).toFixed(0);
  return [
    {
      level: 'warning',
      topic: 'clock',
      what: `the cluster’s clock is ${seconds} s ${lowMs > 0 ? 'ahead of' : 'behind'} this machine’s`,
      fix: 'let both keep time by NTP; a run measures the offset and corrects for it',
    },
  ];
};
