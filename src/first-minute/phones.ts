import { createHash, randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { ContactId } from '../database/ids';
import { countryOf } from '../inbox/country-of';
import { addLine, addressOn, type Line, newNumber, PEOPLE, type Phone, type Wire } from './phone';
import type { Hub, Providers } from './providers';
import { listenToChat, speakBy, type Spoken } from './speak';
import { sealedAddress } from '../sealing/sealed';

export interface Phones {
  all(): Phone[];
  /** Somebody of the demo network, or a new number. */
  open(owner: string, language: string): Promise<Phone>;
  close(id: string): void;
  speak(id: string, wire: Wire, said: Spoken): Promise<void>;
  hangUp(id: string): void;
  setLanguage(id: string, language: string): Promise<void>;
  /** Those who are on the page, as the clinic knows them. */
  contacts(): ContactId[];
  stop(): void;
}

const MOST = 12;

export function phonesOf(house: { dataSource: DataSource; hub: Hub; providers: Providers; changed(): void }): Phones {
  const { dataSource, hub, providers, changed } = house;
  const phones = new Map<string, Phone>();
  const contacts = new Map<string, ContactId[]>();
  const listening = new Map<string, AbortController>();
  let count = 0;

  providers.connect(hub, (wire: Wire, number: string, line: Line) => {
    const phone = [...phones.values()].find((each) => each.number === number);
    if (!phone) return; // somebody of the crowd, whose phone is not on the page
    addLine(phone, wire, line);
    changed();
  });

  const find = (id: string): Phone => {
    const phone = phones.get(id);
    if (!phone) throw new NoSuchPhone();
    return phone;
  };

  const listen = (phone: Phone): void => {
    if (listening.has(phone.id)) return;
    const stop = new AbortController();
    listening.set(phone.id, stop);
    void listenToChat(phone, { hub, providers, changed, signal: stop.signal });
  };

  return {
    all: () => [...phones.values()],
    async open(owner, language) {
      if (phones.size >= MOST) throw new NoSuchPhone();
      count++;
      const known = PEOPLE[owner];
      const taken = known && [...phones.values()].find(({ number }) => number === known.number);
      if (taken) return taken;
      const phone: Phone = {
        id: `p${count}`,
        owner,
        number: known?.number ?? newNumber(language, freshEnough(count)),
        language: known?.language ?? language,
        threads: { sms: [], whatsapp: [], ussd: [], web: [] },
        token: randomBytes(20).toString('hex'),
      };
      phones.set(phone.id, phone);
      contacts.set(phone.id, await introduce(dataSource, phone));
      changed();
      return phone;
    },
    close(id) {
      listening.get(id)?.abort();
      phones.delete(id);
      contacts.delete(id);
      changed();
    },
    async speak(id, wire, said) {
      const phone = find(id);
      if (wire === 'web') listen(phone);
      await speakBy[wire](phone, said, { hub, providers, changed });
    },
    hangUp(id) {
      delete find(id).ussd;
      changed();
    },
    async setLanguage(id, language) {
      const phone = find(id);
      phone.language = language;
      await introduce(dataSource, phone);
      changed();
    },
    contacts: () => [...contacts.values()].flat(),
    stop: () => listening.forEach((each) => each.abort()),
  };
}

export class NoSuchPhone extends Error {}

/** A number that was used before a restart has a history; a new one should have none. */
const freshEnough = (count: number): number => (Math.floor(performance.timeOrigin / 1000) + count) % 1000;

const onWires = Object.entries(addressOn);

const addressesOf = ({ number, token }: Phone): { channel: string; address: string }[] => [
  ...onWires.map(([channel, address]) => ({ channel, address: address(number) })),
  { channel: 'web', address: createHash('sha256').update(token).digest('base64url') },
];

/** The clinic knows which language somebody reads, as it would from their first visit: USSD has no other way to be told. */
async function introduce(dataSource: DataSource, phone: Phone): Promise<ContactId[]> {
  const known: ContactId[] = [];
  for (const { channel, address } of addressesOf(phone)) {
    const [row] = await dataSource.query<{ id: ContactId }[]>(
      `insert into contact (channel, address, language, clinic_id) values ($1, $2, $3, (
         select c.id from clinic c join place p on p.id = c.place_id where p.country = $4 and c.closed_at is null order by c.id limit 1))
       on conflict (channel, address) do update set language = excluded.language returning id`,
      [channel, sealedAddress(address), phone.language, countryOf(phone.number)],
    );
    if (row) known.push(row.id);
  }
  return known;
}
