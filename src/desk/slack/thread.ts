import type { Told } from '../cases';
import { type Block, context, literal, quoted } from './blocks';
import { CANNED } from './words';

export interface Reply {
  text: string;
  blocks: Block[];
  /** Also shown in the channel: somebody is called. */
  broadcast?: boolean;
}

export interface Naming {
  name(actor: string): string;
  mention(actor: string | null): string;
  showsWords: boolean;
}

type Draw = (told: Told, naming: Naming) => Reply | undefined;

/** What of a case's life stands in its thread. Only where the clinic shows words do words of anybody appear. */
const DRAWN: Record<string, Draw> = {
  patient_wrote: ({ words }, { showsWords }) =>
    withWords('The patient wrote:', 'The patient wrote. Read it in the console.', showsWords ? words : null),
  answered: ({ actor, words, details }, { name, showsWords }) =>
    typeof details.canned === 'string'
      ? line(`${literal(name(actor))} answered: _${CANNED[details.canned as keyof typeof CANNED]}_`)
      : withWords(`${literal(name(actor))} answered:`, `${literal(name(actor))} answered.`, showsWords ? words : null),
  claimed: ({ actor }, { name }) => line(`${literal(name(actor))} has it.`),
  assigned: ({ actor, details }, { name, mention }) =>
    line(
      `${mention(String(details.to)) || literal(name(String(details.to)))}, ${literal(name(actor))} gives this to you.`,
    ),
  put_back: ({ actor }, { name }) => line(`${literal(name(actor))} put it back.`),
  snoozed: ({ actor, details }, { name }) =>
    line(`${literal(name(actor))} put it off for ${Number(details.minutes)} minutes.`),
  woke: () => line('It is time to look at this again.'),
  went_quiet: ({ details }, { name }) =>
    line(`${literal(name(String(details.owner)))} has been quiet. It is free again.`),
  called_out: ({ details }, { mention }) => ({
    ...line(`${mention(details.to as string | null) || 'Colleagues'}: nobody has taken this yet.`),
    broadcast: true,
  }),
  asked_again: () => line('The patient asked again.'),
  seen: ({ actor }, { name }) => line(`${literal(name(actor))} has seen it.`),
  handed_back: ({ actor }, { name }) => line(`${literal(name(actor))} gave the patient back to the assistant.`),
  resolved: ({ actor }, { name }) =>
    line(actor === 'system' ? 'Settled by itself.' : `${literal(name(actor))} settled it.`),
};

export const drawReply = (told: Told, naming: Naming): Reply | undefined => DRAWN[told.kind]?.(told, naming);

/** What is not drawn need not be read either. */
export const drawn = Object.keys(DRAWN);

const line = (mrkdwn: string): Reply => ({ text: mrkdwn, blocks: [context(mrkdwn)] });

const withWords = (before: string, without: string, words: string | null): Reply =>
  words === null ? line(without) : { text: without, blocks: [context(before), quoted(words)] };
