import { useState } from 'preact/hooks';
import { instead, shortNumber, takeBack, type Waiting } from './box';
import { type Clinic, say } from './call';
import { type DeskDays } from './desk-days';
import { whenInWords } from './zone';

export const whoComes = ({ wish }: Waiting): string => (wish.kind === 'book' ? wish.who.name : wish.name);

/** What this device has not been able to send, and what was refused: with the nearest times instead. */
export function Unsent({ box, desk, clinic }: { box: Waiting[]; desk: DeskDays | undefined; clinic: Clinic }) {
  const [told, tell] = useState('');
  const provider = (id: number): string => desk?.providers.find((one) => one.id === id)?.name ?? '';
  const take = async (one: Waiting, free: Parameters<typeof instead>[1]): Promise<void> => {
    const visit = await instead(one.id, free);
    tell(visit ? `${say('booked_as')} ${whoComes(one)}, ${whenInWords(visit.starts, clinic.timeZone)} (${visit.reference})` : ''); // prettier-ignore
  };
  if (box.length === 0) return <p role="status">{told}</p>;
  return (
    <section class="unsent no-print" aria-label={say('unsent')}>
      <h2>{say('unsent')}</h2>
      <p role="status">{told}</p>
      <ul class="list">
        {box.map((one) => (
          <li key={one.id}>
            {shortNumber(one)} <bdi>{whoComes(one)}</bdi>{' '}
            {one.wish.kind === 'book'
              ? `${whenInWords(one.wish.starts, clinic.timeZone)}, ${provider(one.wish.providerId)}`
              : say(one.wish.verb)}{' '}
            {one.refused ? (
              <div role="alert">
                <p class="bad">{one.refused.words}</p>
                {one.refused.alternatives.length > 0 ? <p>{say('instead')}</p> : null}
                <span class="times">
                  {one.refused.alternatives.map((free) => (
                    <button
                      key={`${free.starts} ${free.providerId}`}
                      type="button"
                      onClick={() => void take(one, free)}
                    >
                      {whenInWords(free.starts, clinic.timeZone)} · {provider(free.providerId)}
                    </button>
                  ))}
                </span>
              </div>
            ) : (
              <strong>{say('waits')}</strong>
            )}{' '}
            <button
              type="button"
              aria-label={`${say('remove')}: ${whoComes(one)}`}
              onClick={() => void takeBack(one.id)}
            >
              {say('remove')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
