import type { ComponentChildren, InputHTMLAttributes, TargetedEvent } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { say } from './call';

/** What was loaded, and how to load it again. */
export function useLoaded<T>(
  load: (quietly: boolean) => Promise<T>,
  on: unknown[],
): { value: T | undefined; again(quietly?: boolean): Promise<void>; failed: string } {
  const [value, set] = useState<T>();
  const [failed, fail] = useState('');
  const newest = useRef(0);
  const again = useCallback(async (quietly = false) => {
    const mine = ++newest.current;
    try {
      const loaded = await load(quietly);
      // An answer that was overtaken by a later question is nobody's any more.
      if (mine !== newest.current) return;
      set(() => loaded);
      fail('');
    } catch (error) {
      if (mine === newest.current) fail(error instanceof TypeError ? say('offline') : (error as Error).message);
    }
  }, on);
  useEffect(() => void again(), on);
  useEffect(() => {
    const news = (): void => void again(true);
    addEventListener('miadi-news', news);
    return () => removeEventListener('miadi-news', news);
  }, [again]);
  return { value, again, failed };
}

/** A form that sends once at a time, and says aloud what came of it. */
export function Form({
  does,
  button,
  children,
  label,
}: {
  does(form: FormData): Promise<string | void>;
  button: string;
  label?: string;
  children?: ComponentChildren;
}) {
  const [told, tell] = useState<{ words: string; bad: boolean }>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: TargetedEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    tell(undefined);
    try {
      const words = await does(new FormData(form));
      if (words) tell({ words, bad: false });
    } catch (error) {
      tell({ words: error instanceof TypeError ? say('offline') : (error as Error).message, bad: true });
    }
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)} aria-label={label}>
      {children}
      <button disabled={busy}>{button}</button>
      <p role={told?.bad ? 'alert' : 'status'} class={told?.bad ? 'bad' : ''}>
        {told?.words}
      </p>
    </form>
  );
}

export function Field({ label, ...input }: { label: string } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label>
      {label}
      <input dir="auto" {...input} />
    </label>
  );
}

export function Choice({
  label,
  options,
  value,
  onChoose,
  name,
  none,
}: {
  label: string;
  options: readonly { id: number | string; name: string }[];
  value?: number | string | undefined;
  onChoose?(id: string): void;
  name?: string;
  none?: string;
}) {
  return (
    <label>
      {label}
      <select
        name={name}
        value={value === undefined ? undefined : String(value)}
        onChange={(event) => onChoose?.(event.currentTarget.value)}
      >
        {none === undefined ? null : <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A panel over the page, which takes the keyboard and gives it back. */
export function Panel({ title, onClose, children }: { title: string; onClose(): void; children: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={box} aria-label={title} onClose={onClose} onCancel={onClose}>
      <h2>{title}</h2>
      {children}
      <button type="button" onClick={onClose}>
        {say('close')}
      </button>
    </dialog>
  );
}

export const Failed = ({ words }: { words: string }) =>
  words ? (
    <p role="alert" class="bad">
      {words}
    </p>
  ) : null;
export const text = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();
