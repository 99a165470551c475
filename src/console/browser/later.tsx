import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from './call';
import { Failed } from './parts';

/** A screen whose script is fetched when it is opened first. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let found: ComponentType<P> | undefined;
  return function Later(props: P) {
    const [failed, fail] = useState('');
    const [, again] = useState(0);
    useEffect(() => {
      if (!found) load().then((one) => ((found = one), again(1)), () => fail(say('offline'))); // prettier-ignore
    }, []);
    const Screen = found;
    if (Screen) return <Screen {...props} />;
    return failed ? <Failed words={failed} /> : <p role="status">…</p>;
  };
}
