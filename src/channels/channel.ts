import type { FastifyInstance } from 'fastify';
import type { FailureName } from './delivery';

/** Somebody's address on a channel: what the provider calls them, kept exactly as it came. */
export interface Address {
  channel: string;
  at: string;
}

export interface InboundMessage {
  /** The provider's own id. The same id is the same message, however often it comes. */
  id: string;
  from: Address;
  text?: string;
  /** A tapped button, as we sent it. */
  tapped?: { prompt: number; choice: number };
  /** A picture, a voice note: we cannot read it, and say so. */
  media?: boolean;
  /** A key that means the same in every language. */
  command?: 'back' | 'menu';
  sentAt?: Date;
}

export interface OutboundMessage {
  to: Address;
  text: string;
  choices: string[];
  /** The question the choices belong to; it goes into every button, so that an old one is still understood. */
  prompt?: number;
  /** Ours, and opaque: it comes back with the receipt. */
  reference: string;
  /** Where it goes by mail. */
  mail?: Envelope;
  /** The provider lets only words through that it has approved, and these are they. */
  template?: ApprovedWords;
}

/** A text that was approved beforehand, by its name, and what is filled in. Its buttons are the first of the choices. */
export interface ApprovedWords {
  name: string;
  language: string;
  values: string[];
  /** As it reads then, and as it stands in the provider's list. */
  text: string;
  buttons: number;
}

/** What a mail has beside its text. */
export interface Envelope {
  subject: string;
  /** In whose name it is sent; the address is ours. */
  from?: string;
  /** What a calendar makes of it: a visit to put in, to change or to take out. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string };
  files?: { name: string; type: string; content: string }[];
}

/** What became of a message. It only climbs: a late "sent" is no news after "delivered". */
export interface Receipt {
  /** The provider's id of the message, or our reference where the provider gives it back. */
  of: { receipt: string } | { reference: string };
  status: 'sent' | 'delivered' | 'read' | 'failed';
  failure?: FailureName;
}

/** What a channel can show. Rendering reads it; flows do not know it. */
export interface Shows {
  characters: number;
  buttons?: { most: number; characters: number };
  list?: { most: number; characters: number };
  /** Where a letter outside the alphabet of 7 bits makes the whole text dearer and shorter, such accents are dropped. */
  letters?: 'gsm7';
  /** False where the marks that keep Arabic and a Latin name apart would be seen as boxes. */
  rightToLeft?: false;
}

export interface HistoryLine {
  seq: number;
  /** Written by the patient. */
  mine: boolean;
  text: string;
  choices: string[];
  prompt?: number;
  language?: string;
  /** The id under which the patient's own device sent it. */
  id?: string;
}

/** What a channel must keep between two calls of its provider. */
export interface ChannelMemory {
  /** What was kept for good needs no limit. */
  recall(key: string, withinMinutes?: number): Promise<unknown>;
  /** For the length of a session, or for good: by what somebody can be written to after months. */
  keep(key: string, value: object, lasts?: 'for good'): Promise<void>;
}

/** The way from a channel into the house. */
export interface Door {
  routes: FastifyInstance;
  /** What providers call us by. Signatures are made over it, so it is never taken from the request. */
  publicUrl: string;
  /** Resolves once the message is safely ours. Before that, the provider must not hear a 200. */
  receive(message: InboundMessage): Promise<void>;
  /** The same, and resolves when it has been answered: for those who must hear the answer in the same breath. */
  converse(message: InboundMessage): Promise<void>;
  /** What was said with somebody, oldest first; after a line, what came since. */
  history(from: Address, after?: number): Promise<HistoryLine[]>;
  receipt(receipt: Receipt): Promise<void>;
  memory: ChannelMemory;
  /** Puts something in writing by another channel, if that is on; for each `once` at the most once. */
  tell(to: Address, about: { text: string; once: string; asWith: Address }): Promise<void>;
  /** The provider has blocked or freed us at somebody's wish. */
  consent(from: Address, given: boolean): Promise<void>;
}

export interface Channel {
  readonly name: string;
  readonly shows: Shows;
  /** For a channel that can only answer: by which other one the same address is written to unasked. */
  readonly writesFirstBy?: string;
  /** Nobody shows at its door who they are, and whoever is sent away comes again by themselves. */
  readonly openToAll?: true;
  /** Mounts routes or opens a socket: push and pull look alike from here. */
  open(door: Door): Promise<void>;
  /** Hands one message to the provider, or throws NotSent. It may be another process than the one that opened the doors. */
  send(message: OutboundMessage, memory?: ChannelMemory): Promise<{ receipt: string }>;
  /** What the provider's own list says was sent to somebody since then, for when the answer to a sending was lost. */
  sentTo?(to: Address, since: Date): Promise<Found[]>;
  /** Sent twice, it is shown once: a sending whose outcome is unknown can simply be tried again. */
  readonly repeatable?: true;
}

/** A message as it stands in the provider's list. */
export interface Found {
  receipt: string;
  text: string;
  status: 'sent' | 'delivered' | 'failed';
}
