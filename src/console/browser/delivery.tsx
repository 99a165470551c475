import { useState } from 'preact/hooks';
import { type Clinic, get, language, post, rights, say } from './call';
import { Failed, useLoaded } from './parts';
import { whenInWords } from './zone';

interface Channel {
  channel: string;
  sent: number;
  delivered: number;
  failed: number;
  waiting: number;
  segments: number;
  costMicros: number;
  currency: string | null;
}
interface House {
  lag: { inbox: number; timers: number; outbox: number };
  uncertain: number;
  held: boolean;
  alarms: { what: string; figure: number; bound: number; channel?: string }[];
}
interface Letter {
  id: number;
  patient: string | null;
  kind: string;
  channel: string;
  status: string;
  why: string | null;
  at: string;
  sendable: boolean;
}

const money = (micros: number, currency: string | null): string =>
  currency ? new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: 4 }).format(micros / 1e6) : '–'; // prettier-ignore
/** A word of the machine's, as it may stand in a list. */
const plain = (word: string): string => word.replaceAll('_', ' ');

/** How messages get through, and those that did not. */
export function Delivery({ clinic }: { clinic: Clinic }) {
  const { value, failed } = useLoaded(
    (quietly) => get<{ channels: Channel[]; house: House | null }>(`/delivery?clinicId=${clinic.id}`, quietly),
    [clinic.id],
  );
  return (
    <>
      <h1>{say('delivery')}</h1>
      <Failed words={failed} />
      {value?.house ? <OfTheHouse house={value.house} /> : null}
      <h2>{say('last_day')}</h2>
      {value?.channels.length === 0 ? <p>{say('nothing')}</p> : null}
      {value && value.channels.length > 0 ? (
        <table aria-label={say('last_day')}>
          <thead>
            <tr>
              {['channel', 'sent', 'delivered', 'in_hand', 'not_through', 'segments', 'cost'].map((name) => (
                <th key={name} scope="col">
                  {say(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {value.channels.map((one) => (
              <tr key={one.channel}>
                <th scope="row">{one.channel}</th>
                <td>{one.sent}</td>
                <td>{one.delivered}</td>
                <td>{one.waiting}</td>
                <td class={one.failed > 0 ? 'bad' : ''}>{one.failed}</td>
                <td>{one.segments}</td>
                <td>{money(one.costMicros, one.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <DeadLetters clinic={clinic} />
    </>
  );
}

function OfTheHouse({ house }: { house: House }) {
  const { lag, uncertain, held, alarms } = house;
  return (
    <>
      {held ? (
        <p role="alert" class="bad">
          {say('held_back')}
        </p>
      ) : null}
      {alarms.map((one) => (
        <p key={`${one.what} ${one.channel ?? ''}`} role="alert" class="bad">
          {plain(one.what)} {one.channel ?? ''}: {Math.round(one.figure * 100) / 100} &gt; {one.bound}
        </p>
      ))}
      <p>
        {say('late_by')}: {say('lag_in')} {Math.round(lag.inbox)} s · {say('lag_timers')} {Math.round(lag.timers)} s ·{' '}
        {say('lag_out')} {Math.round(lag.outbox)} s · {say('uncertain')} {uncertain}
      </p>
    </>
  );
}

function DeadLetters({ clinic }: { clinic: Clinic }) {
  const { value, again, failed } = useLoaded(
    (quietly) => get<{ items: Letter[] }>(`/delivery/dead?clinicId=${clinic.id}`, quietly),
    [clinic.id],
  );
  const [told, tell] = useState('');
  const drive = async (ids: number[]): Promise<void> => {
    try {
      const { driven } = await post<{ driven: number[] }>('/delivery/redrive', { ids });
      tell(`${say('sent_again')}: ${driven.length}`);
    } catch (error) {
      tell((error as Error).message);
    }
    await again();
  };
  const may = rights.has('delivery.write');
  const sendable = value?.items.filter((one) => one.sendable).map(({ id }) => id) ?? [];
  return (
    <>
      <h2>{say('not_through')}</h2>
      <Failed words={failed} />
      <p role="status">{told}</p>
      {value?.items.length === 0 ? <p>{say('nothing')}</p> : null}
      <ul class="list">
        {value?.items.map((one) => (
          <li key={one.id}>
            {whenInWords(one.at, clinic.timeZone)} · {one.channel} · {plain(one.kind)} ·{' '}
            <strong>{plain(one.why ?? one.status)}</strong> · <bdi>{one.patient ?? '–'}</bdi>{' '}
            {may && one.sendable ? (
              <button
                type="button"
                aria-label={`${say('send_again')}: ${one.patient ?? one.id}`}
                onClick={() => void drive([one.id])}
              >
                {say('send_again')}
              </button>
            ) : null}
            {one.sendable ? null : say('stopped')}
          </li>
        ))}
      </ul>
      {may && sendable.length > 1 ? (
        <button type="button" onClick={() => void drive(sendable)}>
          {say('send_all_again')} ({sendable.length})
        </button>
      ) : null}
    </>
  );
}
