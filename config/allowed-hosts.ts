import { isIPv6 } from 'node:net';
import type { ErrorDetails } from '../errors/headroom-error.ts';

/** What an entry of allowedHosts covers. */
type AllowedHost = {
  /** In the one spelling that `spellHost` gives. */
  readonly host: string;
  /** null: any port. */
  readonly port: number | null;
};

/** As the system dials the address that stands for none. */
const dialledAs: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** An IPv4 address inside IPv6, as URLs spell it, in its own spelling. */
const withoutIPv6 = (host: string): string => {
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host) ?? [];
  if (high === undefined || low === undefined) return host;
  const [first, second] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [first >> 8, first & 255, second >> 8, second & 255].join('.');
};

/**
 * The one spelling of a host. A URL has it in lower case already, names in punycode and addresses in their shortest form; what is
 * left is done here. `normalizeHost` in load/module/fence_hosts.go gives the same.
 */
const spellHost = ({ hostname }: URL): string => {
  const host = withoutIPv6(hostname.replace(/^\[|\]$/g, '').replace(/\.$/, ''));
  return dialledAs[host] ?? host;
};

/** The port that a URL leads to; it leaves out that of its scheme. */
const portOf = ({ port, protocol }: URL): number => Number(port || (protocol === 'https:' ? 443 : 80));

/** What could be read as another part of a URL. */
const notOfHosts = /[/\\?#@%\s]/;

/**
 * Reads an entry of allowedHosts: host, host:port, [IPv6]:port, or an IPv6 address.
 *
 * @returns undefined where it is none of these
 */
export const readAllowedHost = (entry: string): AllowedHost | undefined => {
  const written = isIPv6(entry) ? `[${entry}]` : entry;
  if (notOfHosts.test(written) || !URL.canParse(`http://${written}`)) return undefined;
  const host = spellHost(new URL(`http://${written}`));
  // A URL leaves out port 80.
  const port = /:(\d+)$/.exec(written)?.[1];
  if (host === '' || Number(port) === 0) return undefined;
  return { host, port: port === undefined ? null : Number(port) };
};

/**
 * Whether an entry of allowedHosts covers a URL. The fence of the k6 module judges by the same rule:
 * test/fixtures/allowed-hosts.json holds what both must answer.
 */
export const allows = (entry: string, url: string): boolean => {
  const [allowed, target] = [readAllowedHost(entry), new URL(url)];
  if (allowed === undefined || allowed.host !== spellHost(target)) return false;
  return allowed.port === null || allowed.port === portOf(target);
};

/** host[:port] of a URL. */
export const hostOf = (url: string): string => new URL(url).host;

/** An address that a config names, and the key that does. */
export type Address = { readonly url: string; readonly key: string };

/** The entry that allows a URL, and no other port of its host. */
export const hostAndPort = (url: string): string => {
  const read = new URL(url);
  return `${read.hostname}:${portOf(read)}`;
};

type Addresses = {
  readonly allowedHosts: readonly string[];
  readonly addresses: readonly Address[];
  readonly file: string;
};

/** Hosts of the config's own addresses that it does not allow. What is proposed opens the one port that is needed. */
export const hostsOutside = ({ allowedHosts, addresses, file }: Addresses): ErrorDetails[] => {
  const outside = addresses.filter(({ url }) => !allowedHosts.some((entry) => allows(entry, url)));
  return [...Map.groupBy(outside, ({ url }) => hostAndPort(url))].map(([host, named]) => ({
    what: `${[...new Set(named.map(({ key }) => key))].join(', ')}: ${host} is not in safety.allowedHosts`,
    where: `${file} → safety.allowedHosts`,
    fix: `add "${host}"`,
  }));
};
