import { BlockList, isIP, isIPv6 } from 'node:net';

/** Finds the client behind the proxies of `trusted` (CIDRs). Nobody else's `X-Forwarded-For` is believed. */
export function clientAddressFinder(trusted: readonly string[]) {
  const proxies = blockListOf(trusted);

  /** `peer` is the other end of the socket, `forwardedFor` the header as it came. Reads it from our end: each proxy appends the one it saw. */
  return (peer: string | null, forwardedFor: string | null): string | null => {
    let client = normal(peer ?? '');
    if (!client) return null;
    for (const hop of (forwardedFor ?? '').split(',').reverse()) {
      if (!isIn(proxies, client)) break;
      const before = normal(withoutPort(hop.trim()));
      if (!before) break;
      client = before;
    }
    return client;
  };
}

function blockListOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address = '', bits] = cidr.split('/');
    list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return list;
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** An IPv4 client on a dual-stack socket arrives as `::ffff:192.0.2.1`. Nothing for what is no address. */
function normal(address: string): string | null {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(plain) === 0 ? null : plain;
}

/** Some proxies write `192.0.2.1:1234` and `[2001:db8::1]:1234`. */
function withoutPort(hop: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
}
