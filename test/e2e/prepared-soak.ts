import { join } from 'node:path';
import type { Result } from '../../runs/schema/result.ts';
import { sandboxFor, temporaryFolder, writeConfig } from './support.ts';

const soak = (scoreUrl: string, rest = ''): string => `{
  target: { url: '${scoreUrl}', requestTimeoutMs: 2000 },
  load: { scenario: 'soak', ratePerSecond: 40, soakSeconds: 8 },
  ${rest}
}`;

/** A sandbox of ten replicas, and the config of eight even seconds of load on it. */
export const preparedSoak = async (rest: (apiUrl: string, kubeconfig: string) => string = () => '') => {
  const folder = await temporaryFolder();
  const sandbox = await sandboxFor(folder, { policy: { kind: 'fixed', replicas: 10 } });
  const config = await writeConfig(
    folder,
    soak(sandbox.scoreUrl, rest(sandbox.apiUrl, sandbox.kubeconfigPath)),
  );
  return { config, runs: join(folder, 'runs') };
};

/** Why a load is not said to have run as planned. */
export const faultCodesOf = ({ loadAsPlanned }: Result): string[] =>
  loadAsPlanned.faults.map(({ code }) => code);
