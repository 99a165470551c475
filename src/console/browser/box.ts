import { type Free, post, Refused, type Visit } from './call';
import { alter, drop, keptForLong, names, WAITING } from './kept';
import { newNumber } from './line';
import { now } from './now';

/** Who comes: somebody whom we know, or somebody new. */
export type Comer = { id: number; name: string } | { name: string; phone: string; birthDate?: string };

type Wish =
  | { kind: 'book'; providerId: number; serviceId: number; starts: string; mode: string; who: Comer }
  | { kind: 'mark'; visitId: number; version: number; verb: string; name: string };

/** Something that the desk did, until the server has decided on it. */
export interface Waiting {
  id: string;
  clinicId: number;
  madeAt: string;
  wish: Wish;
  refused?: { words: string; alternatives: Free[] };
}

/** Belongs to the one who wrote it: the next one who signs in here does not read it. */
let owner = 0;
let box: Waiting[] = [];
const name = (): string => `${WAITING}${owner}`;

export const waiting = (clinicId: number): Waiting[] => box.filter((one) => one.clinicId === clinicId);
export const howMany = (): number => box.length;
/** What others wrote down on this device, and have not signed in since to send. */
export async function othersWait(): Promise<number> {
  const theirs = (await names()).filter((one) => one.startsWith(WAITING) && one !== name());
  const boxes = await Promise.all(theirs.map((one) => keptForLong<Waiting[]>(one)));
  return boxes.reduce((sum, all) => sum + (all?.length ?? 0), 0);
}

/** What the desk calls it until it has a reference. */
export const shortNumber = ({ id }: Waiting): string => `W-${id.slice(0, 4).toUpperCase()}`;

export async function openBox(accountId: number): Promise<void> {
  owner = accountId;
  await look();
  await sendAll();
}

/** With the one who signs out, after they were told what they leave behind. */
export async function emptyBox(): Promise<void> {
  await drop(name());
  box = [];
}

const windows = 'BroadcastChannel' in globalThis ? new BroadcastChannel('miadi-box') : undefined;
windows?.addEventListener('message', () => void look());

async function look(): Promise<void> {
  box = (await keptForLong<Waiting[]>(name())) ?? box;
  dispatchEvent(new Event('miadi-box'));
}

async function change(how: (all: Waiting[]) => Waiting[]): Promise<void> {
  box = await alter<Waiting[]>(name(), box, (all) => how(all ?? []));
  dispatchEvent(new Event('miadi-box'));
  windows?.postMessage('changed');
}

/** Written down first and sent then, so that nothing depends on the line. What was settled at once is told. */
export async function write(clinicId: number, wish: Wish): Promise<Visit | undefined> {
  const one: Waiting = { id: newNumber(), clinicId, madeAt: now().toISOString(), wish };
  await change((all) => [...all, one]);
  return (await sendAll()).get(one.id);
}

/** That somebody came, or not. What is refused at once is told by whoever clicked, and does not stay here. */
export async function mark(clinicId: number, wish: Extract<Wish, { kind: 'mark' }>): Promise<void> {
  await write(clinicId, wish);
  const refused = box.find((one) => one.refused && one.wish.kind === 'mark' && one.wish.visitId === wish.visitId);
  if (!refused) return;
  await takeBack(refused.id);
  throw new Error(refused.refused?.words);
}

export const takeBack = (id: string): Promise<void> => change((all) => all.filter((one) => one.id !== id));

/** The same wish, at another time. */
export async function instead(id: string, { providerId, serviceId, starts }: Free): Promise<Visit | undefined> {
  const at = ({ refused: _, ...one }: Waiting): Waiting =>
    one.wish.kind === 'book' ? { ...one, wish: { ...one.wish, providerId, serviceId, starts } } : one;
  await change((all) => all.map((one) => (one.id === id ? at(one) : one)));
  return (await sendAll()).get(id);
}

let sending: Promise<Map<string, Visit>> | undefined;

/** In the order in which it was written; one window at a time, where the browser can tell windows apart. */
export function sendAll(): Promise<Map<string, Visit>> {
  const before = sending ?? Promise.resolve(new Map<string, Visit>());
  const mine = before.then(() => inTurn());
  sending = mine;
  return mine;
}

const inTurn = (): Promise<Map<string, Visit>> =>
  'locks' in navigator ? navigator.locks.request('miadi-box', sendEach) : sendEach();

async function sendEach(): Promise<Map<string, Visit>> {
  const settled = new Map<string, Visit>();
  await look();
  for (const one of box.filter(({ refused }) => !refused)) {
    try {
      settled.set(one.id, await send(one));
      await takeBack(one.id);
    } catch (error) {
      // No line, nobody signed in, or too much at once: all of it is sent later.
      if (!(error instanceof Refused) || [401, 408, 429, 500, 502, 503, 504].includes(error.status)) break;
      const refused = { words: error.message, alternatives: error.alternatives };
      await change((all) => all.map((other) => (other.id === one.id ? { ...other, refused } : other)));
    }
  }
  if (settled.size > 0) dispatchEvent(new Event('miadi-news'));
  return settled;
}

function send({ id, madeAt, wish }: Waiting): Promise<Visit> {
  if (wish.kind === 'mark') return post(`/visits/${wish.visitId}/${wish.verb}`, { version: wish.version }, id);
  const { kind: _, who, ...slot } = wish;
  const comer = 'id' in who ? { patientId: who.id } : { newPatient: who };
  return post('/visits/made-offline', { ...slot, ...comer, request: id, madeAt });
}

addEventListener('miadi-line', () => void sendAll());
