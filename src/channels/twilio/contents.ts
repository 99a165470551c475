import type { Twilio } from 'twilio';
import type { ApprovedWords } from '../channel';
import { NotSent } from '../delivery';
import { explain } from './api';

/** What was approved a while ago may have become more. */
const KNOWN_FOR_MS = 10 * 60_000;

type Sids = Map<string, string>;

/** Content is sent by a number that Twilio gave it. It is found by the name under which `npm run templates` lists it. */
export function contentsOf(twilio: Twilio): (words: ApprovedWords, prompt?: number) => Promise<object> {
  let known: Promise<Sids> | undefined;
  let readAt = -Infinity;
  return async ({ name, language, values }, prompt = 0) => {
    if (performance.now() - readAt > KNOWN_FOR_MS) {
      readAt = performance.now();
      known = read(twilio);
      known.catch(() => (readAt = -Infinity));
    }
    const contentSid = (await known)?.get(`${name}_${language}`);
    if (!contentSid) throw new NotSent('needs_template');
    // The last one names the question, for the buttons.
    const variables = Object.fromEntries([...values, String(prompt)].map((value, i) => [i + 1, value]));
    return { contentSid, contentVariables: JSON.stringify(variables) };
  };
}

// Nothing has been sent yet, so whatever goes wrong here can be tried again.
async function read(twilio: Twilio): Promise<Sids> {
  try {
    const contents = await twilio.content.v1.contents.list();
    return new Map(contents.map(({ friendlyName, sid }) => [friendlyName, sid]));
  } catch (error) {
    throw again(error);
  }
}

function again(error: unknown): NotSent {
  try {
    explain(error);
  } catch (cause) {
    return cause instanceof NotSent && cause.failure !== 'unknown_outcome'
      ? cause
      : new NotSent('unavailable', { cause });
  }
}
