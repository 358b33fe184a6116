import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Slip } from '../../runs/schema/faults/faults.ts';
import { type Path, showPath, valueAt } from '../../runs/schema/faults/show.ts';

const tlsPath = (key: string): Path => ['target', 'tls', key];

/** What a file of `target.tls` holds; undefined where it is not named or not there, which is told elsewhere. */
const contentOf = (input: unknown, key: string, folder: string): string | undefined => {
  const named = valueAt(input, tlsPath(key));
  if (typeof named !== 'string' || named === '') return undefined;
  try {
    return readFileSync(resolve(folder, named), 'utf8');
  } catch {
    return undefined; // a missing file has its own slip
  }
};

/** The value that a reader of OpenSSL makes of a text; undefined: it refuses it, in words that help nobody. */
const readAs = <Value>(read: (text: string) => Value, text: string | undefined): Value | undefined => {
  if (text === undefined) return undefined;
  try {
    return read(text);
  } catch {
    return undefined; // the caller says what the file should have been
  }
};

const certificate = (text: string): X509Certificate => new X509Certificate(text);

const noPem = (key: string, named: unknown, wanted: string): Slip => ({
  path: tlsPath(key),
  what: `${showPath(tlsPath(key))}: ${basename(String(named))} holds no ${wanted} in PEM`,
  fix: `name a file with -----BEGIN ${wanted === 'certificate' ? 'CERTIFICATE' : 'PRIVATE KEY'}-----${
    wanted === 'certificate' ? '' : '; a key with a passphrase must be saved without one'
  }`,
});

const alone = (key: 'certFile' | 'keyFile', other: string): Slip => ({
  path: ['target', 'tls'],
  what: `target.tls has a ${key} and no ${other}`,
  fix: `name both: the certificate of the client and its key, or leave ${key} out`,
  covers: [],
});

/** Whether certificate and key belong together; true where one of them is not known. */
const belong = (cert: X509Certificate | undefined, key: KeyObject | undefined): boolean =>
  cert === undefined || key === undefined || cert.checkPrivateKey(key);

/**
 * What is wrong with the files of `target.tls`: no PEM, a certificate without its key, or with another one's. Found here, as
 * OpenSSL would say it in words that name neither file nor key.
 *
 * @param folder of the config
 */
export const tlsSlips = (input: unknown, folder: string): Slip[] => {
  const named = (key: string): unknown => valueAt(input, tlsPath(key));
  const texts = {
    caFile: contentOf(input, 'caFile', folder),
    certFile: contentOf(input, 'certFile', folder),
    keyFile: contentOf(input, 'keyFile', folder),
  };
  const cert = readAs(certificate, texts.certFile);
  const key = readAs(createPrivateKey, texts.keyFile);
  const slips: Slip[] = [];
  if (texts.caFile !== undefined && readAs(certificate, texts.caFile) === undefined)
    slips.push(noPem('caFile', named('caFile'), 'certificate'));
  if (texts.certFile !== undefined && cert === undefined)
    slips.push(noPem('certFile', named('certFile'), 'certificate'));
  if (texts.keyFile !== undefined && key === undefined)
    slips.push(noPem('keyFile', named('keyFile'), 'private key'));
  if (named('certFile') !== undefined && named('keyFile') === undefined)
    slips.push(alone('certFile', 'keyFile'));
  if (named('keyFile') !== undefined && named('certFile') === undefined)
    slips.push(alone('keyFile', 'certFile'));
  if (!belong(cert, key))
    slips.push({
      path: tlsPath('keyFile'),
      what: 'target.tls.keyFile is not the key of target.tls.certFile',
      fix: 'name the key that the certificate was made for',
    });
  return slips;
};
