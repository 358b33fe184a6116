import type { Lab } from '../lab/lab.ts';
import type { Scenario } from '../scenario.ts';
import { begin, hpaConfig, replicasOf } from './play.ts';

const family = 'other';

/** Three replicas, which take all of the load. */
const config = hpaConfig({ minReplicas: 3, maxReplicas: 7 });
const calm = (lab: Lab): string[] =>
  begin(lab, { replicas: 3, hpa: { minReplicas: 3, maxReplicas: 7, current: 3, desired: 3 } });

/**
 * No connection to anything. A name that is gone is not among them: names are looked up once, before the first request, and a
 * load to a name without an address is not begun.
 */
export const connectionScenarios: readonly Scenario[] = [
  {
    name: 'ingress: its own pods are away, connections are refused',
    family,
    slots: 8,
    config: { ...config, load: { scenario: 'soak', ratePerSecond: 8, soakSeconds: 15 } },
    play: (lab) => {
      calm(lab);
      const service = replicasOf(lab, { slots: 8 });
      let end = (): void => undefined;
      return {
        score: service.score,
        timeline: [
          [
            6,
            () => {
              end = lab.plantTime(['refused', 'reset', 'other', 'dial'], 'connectionFailed');
              return lab.closeDoor();
            },
          ],
          [10, () => lab.openDoor().then(() => end())],
        ],
      };
    },
  },
];

/** Certificates take a while to make. */
export const tlsScenario = async (): Promise<Scenario> => {
  const { makeCertificate } = await import('../lab/certificates.ts');
  const [good, wrong] = await Promise.all([makeCertificate('127.0.0.1'), makeCertificate('old.example')]);
  return {
    name: 'TLS: the front end shows a certificate of another name',
    family,
    slots: 8,
    certificate: good,
    config: {
      ...config,
      target: { kind: 'kubernetes', tls: { caFile: './ca.pem' } },
      load: { scenario: 'soak', ratePerSecond: 8, soakSeconds: 14, connections: { mode: 'new' } },
    },
    files: { 'ca.pem': good.cert },
    play: (lab) => {
      calm(lab);
      const service = replicasOf(lab, { slots: 8 });
      let end = (): void => undefined;
      return {
        score: service.score,
        timeline: [
          [
            6,
            () => {
              lab.certify(wrong);
              end = lab.plantTime(['tls', 'other', 'reset'], 'connectionFailed');
            },
          ],
          [
            10,
            () => {
              lab.certify(good);
              end();
            },
          ],
        ],
      };
    },
  };
};
