import { writeFile } from 'node:fs/promises';
import { run } from './run-command.ts';

/** The node's address, which pods reach. */
export const nodeAddress = '192.168.77.1';

/** The addresses that pods get. */
export const podNetwork = '10.88.0.0/16';

/** Gives the network of this process a loopback, an address that pods reach, and nothing that leads outside. */
export const makeNetwork = async (): Promise<void> => {
  await run('ip', 'link', 'set', 'lo', 'up');
  await run('ip', 'link', 'add', 'node0', 'type', 'veth', 'peer', 'name', 'nowhere');
  await run('ip', 'link', 'set', 'nowhere', 'up');
  await run('ip', 'address', 'add', `${nodeAddress}/24`, 'dev', 'node0');
  await run('ip', 'link', 'set', 'node0', 'up');
  // Addresses of services have a route, which is all that they need until kube-proxy turns them into pods' addresses.
  await run('ip', 'route', 'add', 'default', 'dev', 'node0');
  await writeFile('/proc/sys/net/ipv4/ip_forward', '1');
  await writeFile('/proc/sys/net/ipv4/conf/all/route_localnet', '1');
  await run('nft', 'add', 'table', 'ip', 'sandbox');
  for (const hook of ['prerouting', 'output'])
    await run('nft', `add chain ip sandbox ${hook} { type nat hook ${hook} priority -100; }`);
};

/** Lets pods, and this machine, reach a server on loopback by the node's address. */
export const openToPods = async (port: string): Promise<void> => {
  for (const hook of ['prerouting', 'output'])
    await run(
      'nft',
      `add rule ip sandbox ${hook} ip daddr ${nodeAddress} tcp dport ${port} dnat to 127.0.0.1`,
    );
};
