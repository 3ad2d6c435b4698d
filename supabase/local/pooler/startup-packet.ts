/** The first packet of the PostgreSQL protocol: length and code as 32-bit numbers, then text pairs. */

const PROTOCOL_3 = 196_608;
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const HEADER_BYTES = 8;
/** The server's own limit (MAX_STARTUP_PACKET_LENGTH). */
const LONGEST = 10_000;

/** What connection strings carry for poolers and ORMs; PostgreSQL ends a connection that sends them (42704). */
const POOLER_PARAMETERS = new Set(['pgbouncer', 'connection_limit', 'pool_timeout']);

export const SSL_REFUSED = Buffer.from('N');

interface FirstPacket {
  kind: 'encryption' | 'startup' | 'other';
  length: number;
}

/** Reads the head of what a client sent first; a cancel request is `other`. */
export function readFirstPacket(received: Buffer): FirstPacket | 'incomplete' | 'invalid' {
  if (received.length < HEADER_BYTES) return 'incomplete';
  const length = received.readInt32BE(0);
  if (length < HEADER_BYTES || length > LONGEST) return 'invalid';
  if (received.length < length) return 'incomplete';
  const code = received.readInt32BE(4);
  if (code === SSL_REQUEST || code === GSS_REQUEST) return { kind: 'encryption', length };
  // The minor version differs between clients; 3.x is all there is.
  return { kind: code >>> 16 === PROTOCOL_3 >>> 16 ? 'startup' : 'other', length };
}

/** The same bytes without the parameters only a pooler understands; anything but a startup packet is untouched. */
export function withoutPoolerParameters(received: Buffer): Buffer {
  const packet = readFirstPacket(received);
  if (typeof packet === 'string' || packet.kind !== 'startup') return received;
  const body = received.subarray(HEADER_BYTES, packet.length).toString('latin1');
  const words = body.split('\0');
  const kept: string[] = [];
  for (let i = 0; i + 1 < words.length && words[i]; i += 2) {
    const [name = '', value = ''] = words.slice(i, i + 2);
    if (!POOLER_PARAMETERS.has(name)) kept.push(`${name}\0${value}\0`);
  }
  const pairs = Buffer.from(`${kept.join('')}\0`, 'latin1');
  const head = Buffer.from(received.subarray(0, HEADER_BYTES));
  head.writeInt32BE(HEADER_BYTES + pairs.length, 0);
  return Buffer.concat([head, pairs, received.subarray(packet.length)]);
}
