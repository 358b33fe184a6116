import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { policySettingsSchema } from '../../runs/schema/policy.ts';
import { headroom } from '../builders/headroom.ts';
import { recommendation } from '../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../builders/run.ts';
import { temporaryFolder, writeRunFolder } from '../builders/run-folder.ts';

/** Every planted secret begins so. */
const canary = 'c4n4ry';
const token = `${canary}-token-0123456789`;

const certificate = async (folder: string, name: string): Promise<{ key: string; cert: string }> => {
  const subject = ['-subj', `/CN=${canary}-${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`];
  execFileSync('openssl', ['req', '-x509', ...curve, ...files, ...subject], { cwd: folder, stdio: 'ignore' });
  const read = (end: string) => readFile(join(folder, `${name}.${end}`), 'utf8');
  return { key: await read('key'), cert: await read('crt') };
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** An API server behind a gateway that sends back whatever it was sent, in the words of every refusal. */
const startEchoing = async (folder: string) => {
  const own = await certificate(folder, 'server');
  let echoed = 0;
  const server = createServer(
    { ...own, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      const answer = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      const message = `refused: ${request.headers.authorization}`;
      if (request.url === '/version') return answer(200, {});
      if (request.method === 'POST') return answer(201, { status: { allowed: true } });
      echoed += Number(request.headers.authorization?.includes(token));
      const isList = /deployments|replicasets|pods|events/.test(request.url ?? '');
      if (isList && !request.url?.includes('watch='))
        return answer(200, { metadata: { resourceVersion: '1' }, items: [] });
      return answer(isList ? 403 : 422, { kind: 'Status', message });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, own, echoed: () => echoed };
};

const policyOf = (changes: object) =>
  policySettingsSchema.parse({
    kind: 'hpa',
    minReplicas: 2,
    maxReplicas: 8,
    metrics: [{ targetValue: 0.5 }],
    ...changes,
  });

const writeApplied = (folder: string): Promise<void> =>
  writeFile(
    join(folder, 'applied.json'),
    JSON.stringify({
      schemaVersion: 1,
      how: 'kubernetes',
      atMs: 1,
      before: null,
      settings: { policy: policyOf({}) },
      object: {
        kind: 'kubernetes',
        context: 'echo',
        objectKind: 'HorizontalPodAutoscaler',
        namespace: 'models',
        name: 'score',
        uid: 'u',
      },
      fields: [{ path: ['spec', 'minReplicas'], before: 2, after: 4 }],
    }),
  );

/** A folder with a config, a kubeconfig that logs in by token and by certificate, and a run with an advice. */
const setUp = async () => {
  const folder = await temporaryFolder();
  const { url, own, echoed } = await startEchoing(folder);
  const client = await certificate(folder, 'client');
  const user = {
    token,
    'client-certificate-data': base64(client.cert),
    'client-key-data': base64(client.key),
  };
  const kubeconfig = {
    'current-context': 'echo',
    clusters: [{ name: 'echo', cluster: { server: url, 'certificate-authority-data': base64(own.cert) } }],
    users: [{ name: 'user', user }],
    contexts: [{ name: 'echo', context: { cluster: 'echo', user: 'user' } }],
  };
  await writeFile(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig));
  const config = {
    ...spikeConfig,
    target: { ...spikeConfig.target, kind: 'kubernetes', url: 'http://127.0.0.1:9/score' },
    autoscaler: policyOf({}),
    cluster: { kubeconfig: 'kubeconfig', namespace: 'models', selector: 'app=score' },
    apply: { kubernetes: { object: 'HorizontalPodAutoscaler/score' } },
  };
  await writeFile(join(folder, 'k6.config.ts'), `export default ${JSON.stringify(config)};`);
  const cluster = [{ kind: 'header', schemaVersion: 1 } as const];
  const run = await writeRunFolder({ run: completeRun(), load: [], cluster, droppedLines: 0 });
  const { compared } = recommendation();
  const current = { ...compared.current, settings: { policy: policyOf({}) } };
  const advice = recommendation({
    settings: { policy: policyOf({ minReplicas: 4 }) },
    compared: { ...compared, current },
  });
  await writeFile(join(run, 'recommendation.json'), JSON.stringify(advice));
  await writeApplied(run);
  const keyLines = [client.key, base64(client.key), client.cert.split('\n')[1]!, base64(client.cert)];
  return { folder, run, echoed, secrets: [canary, ...keyLines.map((text) => text.slice(40, 80))] };
};

test('no token, key or certificate stands in what doctor, init, rbac, apply and rollback say or write', async () => {
  const { folder, run, echoed, secrets } = await setUp();
  const verbs = [
    ['doctor', '--json'],
    ['init', 'http://127.0.0.1:9/score', '--yes', '--kubeconfig', 'kubeconfig', '--folder', 'made'],
    ['rbac', '--apply'],
    ['apply', run, '--yes', '--verbose'],
    ['rollback', run, '--yes', '--verbose'],
  ];
  for (const args of verbs) {
    const { stdout, stderr } = await headroom(args, folder);
    expect(stdout + stderr, args[0]).not.toBe('');
    for (const secret of secrets) expect(stdout + stderr, args[0]).not.toContain(secret);
  }
  expect(echoed(), 'the server was asked with the token, and sent it back').toBeGreaterThan(4);
  const made = await readdir(join(folder, 'made'), { recursive: true, withFileTypes: true });
  const kept = [...made, ...(await readdir(run, { withFileTypes: true }))].filter((entry) => entry.isFile());
  for (const { parentPath, name } of kept)
    for (const secret of secrets)
      expect(await readFile(join(parentPath, name), 'utf8')).not.toContain(secret);
});
