import { useState } from 'preact/hooks';
import { get, post, say } from './call';
import { Failed, Form, Panel, text, useLoaded } from './parts';

interface Case {
  id: number;
  kind: string;
  urgent: boolean;
  status: string;
  owner: string | null;
  openedAt: string;
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
              {one.urgent ? <strong>{say('urgent')}: </strong> : null}#{one.id} {one.kind}
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

/** How many SMS a text costs: 160 plain letters, or 70 of any. */
function partsOf(words: string): number {
  if (words === '') return 0;
  const [alone, part] = /^[\w\s@£$¥èéùìòÇØøÅåÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]*$/.test(words)
    ? [160, 153]
    : [70, 67];
  return words.length <= alone ? 1 : Math.ceil(words.length / part);
}

function OneCase({ id, canned, onClose }: { id: number; canned: string[]; onClose(): void }) {
  const { value, again, failed } = useLoaded(
    (quietly) => get<Case & { events: Line[] }>(`/cases/${id}`, quietly),
    [id],
  );
  const [words, setWords] = useState('');
  const verb = (name: string) => async (): Promise<void> => {
    await post(`/cases/${id}/${name}`);
    if (name === 'claim') await again();
    else onClose();
  };
  return (
    <Panel title={`#${id} ${value?.kind ?? ''}`} onClose={onClose}>
      <Failed words={failed} />
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
          {say('answer')} ({say('segments')}: {partsOf(words)})
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
      <p class="verbs">
        {canned.map((name) => (
          <button
            key={name}
            type="button"
            onClick={() => void post(`/cases/${id}/answer`, { canned: name }).then(() => again())}
          >
            {name.replaceAll('_', ' ')}
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
