import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Certificate } from './lab.ts';

const run = promisify(execFile);

/** A certificate that signs itself, made with openssl: for 127.0.0.1, or for another name that no client here asks for. */
export const makeCertificate = async (name: '127.0.0.1' | 'old.example'): Promise<Certificate> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const alternative = name === '127.0.0.1' ? `IP:${name}` : `DNS:${name}`;
  try {
    await run('openssl', [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '1',
      ],
      ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=${alternative}`, '-keyout', key, '-out', cert],
    ]);
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
