/**
 * A scoring endpoint that costs as little as Node allows, as a process of its own. Prints its port, ends with stdin;
 * GET /served tells how many requests it has had.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

let served = 0;
const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  served++;
  if (request.url === '/served') {
    response.end(String(served));
    return;
  }
  request.resume().once('end', () => {
    response.setHeader('x-ms-run-fn-exec-ms', '0.100');
    response.end('{"result":[1]}');
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.stdin.once('end', () => process.exit(0)).resume();
