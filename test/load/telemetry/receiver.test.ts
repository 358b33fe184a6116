import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import type { Metric } from '../../../load/telemetry/otlp-decode.ts';
import { type Receiver, type ReceiverOptions, startReceiver } from '../../../load/telemetry/receiver.ts';
import { encodeExport } from './otlp-encode.ts';

const open: Receiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

const start = async (options: Partial<ReceiverOptions> = {}) => {
  const received: (readonly Metric[])[] = [];
  const receiver = await startReceiver({
    host: '127.0.0.1',
    onMetrics: (metrics) => received.push(metrics),
    ...options,
  });
  open.push(receiver);
  return { receiver, received, url: `http://127.0.0.1:${receiver.port}` };
};

const exportOf = (arrivals: number) =>
  encodeExport([{ name: 'headroom_arrivals', sum: [{ value: arrivals }] }]);

const post = (url: string, body: Buffer<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/metrics`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-protobuf', ...headers },
  });

describe('an export', () => {
  it('is answered 200 with an empty protobuf message and handed on', async () => {
    const { url, received } = await start();
    const answer = await post(url, exportOf(3));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/x-protobuf');
    expect(await answer.text()).toBe('');
    expect(received).toMatchObject([[{ name: 'headroom_arrivals', points: [{ value: 3 }] }]]);
  });

  it('is handed on in the order sent, without the metrics that the load series does not need', async () => {
    const { url, received } = await start();
    const more = encodeExport([
      { name: 'http_req_blocked', sum: [{ value: 1 }] },
      { name: 'http_reqs', sum: [{ value: 2 }] },
    ]);
    for (const body of [exportOf(1), more, exportOf(2)]) await post(url, body);
    expect(received.map((metrics) => metrics.map(({ name }) => name))).toEqual([
      ['headroom_arrivals'],
      ['http_reqs'],
      ['headroom_arrivals'],
    ]);
  });

  it('that is broken is answered 400 with the reason, and the next one is taken', async () => {
    const { url, received } = await start();
    const answer = await post(url, Buffer.from([0x0a, 0xff]));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/not OTLP metrics: .+/);
    expect((await post(url, exportOf(1))).status).toBe(200);
    expect(received).toHaveLength(1);
  });

  it('is answered 503 while the receiver is paused, and taken afterwards', async () => {
    const { receiver, url, received } = await start();
    receiver.setPaused(true);
    expect((await post(url, exportOf(1))).status).toBe(503);
    receiver.setPaused(false);
    expect((await post(url, exportOf(1))).status).toBe(200);
    expect(received).toHaveLength(1);
  });

  it('whose sender goes away in the middle is forgotten', async () => {
    const { receiver, url, received } = await start();
    const socket = connect(receiver.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /v1/metrics HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-protobuf\r\n');
    socket.write('content-length: 1000\r\n\r\nhalf');
    socket.destroy();
    await once(socket, 'close');
    expect((await post(url, exportOf(1))).status).toBe(200);
    expect(received).toHaveLength(1);
  });
});

describe('what is no export is refused', () => {
  it('another method', async () => {
    const { url } = await start();
    expect((await fetch(`${url}/v1/metrics`)).status).toBe(405);
  });

  it.each([
    ['another content type', { 'content-type': 'text/plain' }],
    ['a compressed body', { 'content-encoding': 'gzip' }],
  ])('%s', async (_what, headers) => {
    const { url, received } = await start();
    expect((await post(url, exportOf(1), headers)).status).toBe(415);
    expect(received).toEqual([]);
  });

  it.each([
    ['a body of unknown size', 'transfer-encoding: chunked', /^HTTP\/1.1 411/],
    ['a body above the limit', 'content-length: 67108865', /^HTTP\/1.1 413/],
  ])('%s, before it is read', async (_what, header, status) => {
    const { receiver } = await start();
    const socket = connect(receiver.port, '127.0.0.1');
    socket.write(
      `POST /v1/metrics HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-protobuf\r\n${header}\r\n\r\n`,
    );
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(status);
    socket.destroy();
  });
});

describe('other paths', () => {
  it('go to the routes mounted beside the telemetry, whatever their query', async () => {
    const { url } = await start({ routes: { '/control': (_request, response) => response.end('run') } });
    expect(await (await fetch(`${url}/control?from=k6`)).text()).toBe('run');
  });

  it.each(['/', '/v1/traces', '/constructor'])('%s is not found', async (path) => {
    const { url } = await start();
    expect((await fetch(url + path)).status).toBe(404);
  });
});

describe('the address', () => {
  it('that is taken is E_PORT, with the address', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const failure = await start({ port }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HeadroomError);
    expect(failure).toMatchObject({
      code: 'E_PORT',
      details: [{ what: expect.stringContaining('EADDRINUSE'), where: `127.0.0.1:${port}` }],
    });
    holder.close();
  });

  it('is free again once the receiver is closed, even with connections open', async () => {
    const { receiver, url } = await start();
    await post(url, exportOf(1));
    await receiver.close();
    await receiver.close();
    const { receiver: next } = await start({ port: receiver.port });
    expect(next.port).toBe(receiver.port);
  });
});
