import { BlockList, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { addressesOutside, fenceAround } from '../../load/network-fence.ts';

/** As k6 does it: an IPv4 address is compared with IPv4 ranges only (Node would also look into ::/0). */
const isBlocked = (address: string, ranges: readonly string[]): boolean => {
  const list = new BlockList();
  for (const range of ranges.filter((one) => one.includes(':') === isIPv6(address))) {
    const [base = '', prefix] = range.split('/');
    list.addSubnet(base, Number(prefix), isIPv6(base) ? 'ipv6' : 'ipv4');
  }
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
};

describe('addressesOutside', () => {
  it('blocks every address but the given ones', () => {
    const plainIpv6 = fc.ipV6().filter((text) => !text.includes('.'));
    const address = fc.oneof(fc.ipV4(), plainIpv6);
    fc.assert(
      fc.property(fc.array(address, { minLength: 1, maxLength: 4 }), address, (allowed, other) => {
        const ranges = addressesOutside(allowed);
        const isAllowed = (one: string): boolean => !isBlocked(one, ranges);
        expect(allowed.every(isAllowed)).toBe(true);
        const same = new BlockList();
        for (const one of allowed.filter((candidate) => isIPv6(candidate) === isIPv6(other))) {
          same.addAddress(one, isIPv6(one) ? 'ipv6' : 'ipv4');
        }
        expect(isAllowed(other)).toBe(same.check(other, isIPv6(other) ? 'ipv6' : 'ipv4'));
      }),
    );
  });

  it('needs one range per bit of an address, and one for a family without any', () => {
    expect(addressesOutside(['127.0.0.1'])).toHaveLength(32 + 1);
    expect(addressesOutside(['127.0.0.1'])).toContain('0:0:0:0:0:0:0:0/0');
  });
});

describe('fenceAround', () => {
  it('leaves the allowed host and the tool itself open, and nothing else', async () => {
    const ranges = await fenceAround(['127.0.0.9:8080']);
    expect(isBlocked('127.0.0.9', ranges)).toBe(false);
    expect(isBlocked('127.0.0.1', ranges)).toBe(false);
    expect(isBlocked('127.0.0.2', ranges)).toBe(true);
    expect(isBlocked('::1', ranges)).toBe(true);
  });

  it('names a host that does not resolve', async () => {
    const error = await fenceAround(['no-such-host.invalid']).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HeadroomError);
    expect((error as HeadroomError).message).toContain('no-such-host.invalid does not resolve');
  });
});
