import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address inside our own walls: whoever may name an address to us could otherwise look around there with our eyes. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/** Out in the world, for everybody: neither loopback, nor a private network, nor one of the many ways to write those. */
export const isPublic = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';

const LONGEST_MS = 10_000;

export interface Posting {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Allowed by the house: for another system in the same building. */
  privateToo: boolean;
}

/** Says what the other side answered. Redirects are not followed: they would lead past the check of the address. */
export async function post({ url, headers, body, privateToo }: Posting): Promise<number> {
  const to = new URL(url);
  const host = to.hostname.replace(/^\[|\]$/g, '');
  // A name is looked up by ourselves below; a number is not looked up at all.
  if (!privateToo && net.isIP(host) && !isPublic(host)) throw new PrivateAddress('A private address');
  const { request } = to.protocol === 'http:' ? http : https;
  return new Promise((resolve, reject) => {
    const sending = request(
      to,
      {
        ...{ method: 'POST', agent: false, signal: AbortSignal.timeout(LONGEST_MS) },
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        ...(!privateToo && { lookup: lookUpPublic }),
      },
      (answer) => {
        resolve(answer.statusCode ?? 0);
        answer.destroy(); // what it says besides is of no use to us, and could be endless
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

/** Looks at the very addresses that are then connected to: a second look-up could be answered otherwise. */
const lookUpPublic: net.LookupFunction = (name, options, tell) => {
  dns.lookup(name, { ...options, all: true }, (error, found) => {
    if (error) return tell(error, '', 0);
    const [first] = found;
    if (!first || !found.every(({ address }) => isPublic(address)))
      return tell(new PrivateAddress('A name for a private address'), '', 0);
    if (options.all) return tell(null, found);
    return tell(null, first.address, first.family);
  });
};
