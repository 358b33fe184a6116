import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';

type Family = { readonly bits: number; readonly text: (value: bigint) => string };

const ipv4: Family = {
  bits: 32,
  text: (value) => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.'),
};

const ipv6: Family = {
  bits: 128,
  text: (value) =>
    Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':'),
};

const valueOfIpv4 = (address: string): bigint =>
  address.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);

const valueOfIpv6 = (address: string): bigint => {
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const filler = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...filler, ...right].reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
};

/**
 * The fewest CIDR ranges that hold every address of a family but the given ones: walk down from the whole space,
 * splitting only the ranges that hold an allowed address.
 */
const rangesWithout = ({ bits, text }: Family, allowed: readonly bigint[]): string[] => {
  const split = (base: bigint, prefix: number, inside: readonly bigint[]): string[] => {
    if (inside.length === 0) return [`${text(base)}/${prefix}`];
    if (prefix === bits) return [];
    const upper = base | (1n << BigInt(bits - prefix - 1));
    return [
      ...split(
        base,
        prefix + 1,
        inside.filter((address) => address < upper),
      ),
      ...split(
        upper,
        prefix + 1,
        inside.filter((address) => address >= upper),
      ),
    ];
  };
  return split(0n, 0, allowed);
};

/**
 * CIDR ranges of every IPv4 and IPv6 address except the given ones.
 *
 * @example addressesOutside(['0.0.0.0']).length // 33: 32 for IPv4 and ::/0
 */
export const addressesOutside = (addresses: readonly string[]): string[] => [
  ...rangesWithout(ipv4, addresses.filter((address) => !isIPv6(address)).map(valueOfIpv4)),
  ...rangesWithout(ipv6, addresses.filter((address) => isIPv6(address)).map(valueOfIpv6)),
];

/** Loopback, where the tool's own server listens, stays open for the control scenario. */
const toolAddress = '127.0.0.1';

const hostnameOf = (entry: string): string => new URL(`http://${entry}`).hostname.replace(/^\[|\]$/g, '');

/**
 * The addresses that k6 must not dial: all but those that the allowed hosts resolve to now. With it a user's own
 * scenario, whatever library it uses, can't reach another machine.
 *
 * @throws HeadroomError E_ENDPOINT when a host does not resolve
 */
export const fenceAround = async (allowedHosts: readonly string[]): Promise<string[]> => {
  const addresses = await Promise.all(
    allowedHosts.map(async (entry) => {
      try {
        return (await lookup(hostnameOf(entry), { all: true })).map(({ address }) => address);
      } catch (error) {
        throw new HeadroomError('E_ENDPOINT', {
          what: `the host ${hostnameOf(entry)} does not resolve: ${messageOf(error)}`,
          where: 'safety.allowedHosts / target.url',
          fix: 'check the name, and the VPN or DNS of a private cluster',
        });
      }
    }),
  );
  return addressesOutside([...new Set([toolAddress, ...addresses.flat()])]);
};
