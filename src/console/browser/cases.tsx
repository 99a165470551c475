import { useState } from 'preact/hooks';
import { inGsm7, segmentsOf } from '../../outbox/segments';
import { get, language, post, say } from './call';
import { Failed, Form, Panel, text, useLoaded } from './parts';

interface Case {
  id: number;
  kind: string;
  urgent: boolean;
  status: string;
  owner: string | null;
  openedAt: string;
}
interface WrittenTo {
  channel: string;
  language: string | null;
  stopped: boolean;
  microsPerSegment: number | null;
  currency: string | null;
}
interface Line {
  id: number;
  kind: string;
  actor: string;
  at: string;
  words: string | null;
}

const at = (instant: string): string => new Date(instant).toLocaleString(document.documentElement.lang);

export function Cases() {
  const [open, setOpen] = useState<number>();
  const { value, again, failed } = useLoaded(
    (quietly) => get<{ items: Case[]; canned: string[] }>('/cases', quietly),
    [],
  );
  return (
    <>
      <h1>{say('cases')}</h1>
      <Failed words={failed} />
      {value?.items.length === 0 ? <p>{say('nothing')}</p> : null}
      <ul class="list">
        {value?.items.map((one) => (
          <li key={one.id}>
            <button type="button" class="link" onClick={() => setOpen(one.id)}>
              {one.urgent ? <strong>{say('urgent')}: </strong> : null}#{one.id} {say(`case_${one.kind}`)}
            </button>{' '}
            {at(one.openedAt)} {one.owner ?? ''}
          </li>
        ))}
      </ul>
      {open === undefined ? null : (
        <OneCase id={open} canned={value?.canned ?? []} onClose={() => (setOpen(undefined), void again())} />
      )}
    </>
  );
}

/** Nobody has said yet which language somebody reads who has written once. */
const named = (code: string | null): string => (code ? (new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code) : '–'); // prettier-ignore

/** What it takes to send these words, as the sender will count them. */
function priceOf(words: string, writtenTo: WrittenTo | null | undefined): string {
  if (words === '' || writtenTo?.channel !== 'sms') return '';
  const parts = segmentsOf(inGsm7(words));
  const { microsPerSegment: micros, currency } = writtenTo;
  const price = micros && currency ? ` · ${new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: 4 }).format((Number(micros) * parts) / 1e6)}` : ''; // prettier-ignore
  return `${say('segments')}: ${parts}${price}`;
}

function OneCase({ id, canned, onClose }: { id: number; canned: string[]; onClose(): void }) {
  const { value, again, failed } = useLoaded(
    (quietly) => get<Case & { events: Line[]; writtenTo: WrittenTo | null }>(`/cases/${id}`, quietly),
    [id],
  );
  const [words, setWords] = useState('');
  const verb = (name: string) => async (): Promise<void> => {
    await post(`/cases/${id}/${name}`);
    if (name === 'claim') await again();
    else onClose();
  };
  return (
    <Panel title={`#${id} ${value ? say(`case_${value.kind}`) : ''}`} onClose={onClose}>
      <Failed words={failed} />
      {value?.writtenTo ? (
        <p>
          {value.writtenTo.channel} · {named(value.writtenTo.language)}
          {value.writtenTo.stopped ? ` · ${say('stopped')}` : ''}
        </p>
      ) : null}
      <ol class="talk" aria-live="polite">
        {value?.events.map((line) => (
          <li key={line.id}>
            <small>
              {at(line.at)} · {line.actor} · {line.kind}
            </small>
            <p dir="auto">{line.words}</p>
          </li>
        ))}
      </ol>
      <Form
        button={say('answer')}
        label={say('answer')}
        does={async (form) => {
          await post(`/cases/${id}/answer`, { words: text(form, 'words') });
          setWords('');
          await again();
        }}
      >
        <label>
          {say('answer')} <output>{priceOf(words, value?.writtenTo)}</output>
          <textarea
            name="words"
            dir="auto"
            maxLength={1500}
            required
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        </label>
      </Form>
      <p>{say('canned')}</p>
      <p class="verbs">
        {canned.map((name) => (
          <button
            key={name}
            type="button"
            onClick={() => void post(`/cases/${id}/answer`, { canned: name }).then(() => again())}
          >
            {say(`canned_${name}`)}
          </button>
        ))}
      </p>
      <p class="verbs">
        {['claim', 'hand-back', 'resolve'].map((name) => (
          <Form key={name} button={say(name.replace('-', '_'))} does={verb(name)} />
        ))}
      </p>
    </Panel>
  );
}
