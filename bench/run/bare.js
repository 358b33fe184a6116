// Bare k6: the same request as scenarios/score.ts, and nothing else.
import http from 'k6/http';

const params = { headers: { 'Content-Type': 'application/json' }, timeout: 2000, responseType: 'none' };

export default function () {
  http.request('POST', __ENV.TARGET, __ENV.BODY, params);
}
