/** What k6 loads: the scenario, wrapped so that the tool can start it on a whole second and end it without a cut. */

import script, * as hooks from 'headroom:script';
import type { Options } from 'k6/options';
import { awaitStart, listen, stopRequested, virtualUsersInitialized } from './control.ts';
import { run } from './run.ts';

const clientCertificate = (): Options => {
  const files = run.clientCertificate;
  return files ? { tlsAuth: [{ cert: open(files.certFile), key: open(files.keyFile) }] } : {};
};

/** Only what must not stand in the options file, which the run folder keeps: the client's private key. */
export const options: Options = clientCertificate();

/** What setup() hands to every arrival. */
type Start = { readonly initialized: number; readonly data: unknown };

export function setup(): Start {
  const data = hooks.setup?.();
  awaitStart();
  return { initialized: virtualUsersInitialized(), data };
}

export default function arrival({ initialized, data }: Start): unknown {
  return stopRequested(initialized) ? undefined : script(data);
}

export function headroomControl(): void {
  listen();
}

export function teardown({ data }: Start): void {
  hooks.teardown?.(data);
}
