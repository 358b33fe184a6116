/**
 * What every arrival does unless the config names a script of its own: one scoring request. Copy this file as the
 * start of your own scenario.
 */
import http from 'k6/http';
import { nextPayload } from './lib/payload.ts';
import { run } from './lib/run.ts';

const { url, method, headers, requestTimeoutMs } = run.target;
const params = { headers, timeout: requestTimeoutMs, responseType: 'none' as const };

export default function score(): void {
  http.request(method, url, nextPayload(), params);
}
