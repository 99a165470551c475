import { putMail } from '../../src/outbox/put-mail';
import { type MailFault, standInForSmtp } from '../stand-ins/smtp';
import type { Candidate, Trouble } from './conformance';

const PUBLIC_URL = 'https://hub.example.org';

/** Mail is only sent. What is put into the outbox takes the place of an answer to what somebody wrote. */
export async function mail(): Promise<Candidate> {
  const smtp = await standInForSmtp();
  const address = (who: number): string => `patient${who}@example.org`;
  const nobody = 'nobody writes to us by mail';
  const noNews = 'a mail server says nothing of a mail that it has taken';
  const TROUBLE = {
    throttled: { at: 'RCPT TO', answer: 451 },
    refused: { at: 'DATA', answer: 554 },
    opted_out: { at: 'RCPT TO', answer: 550 },
    reset_after_accepting: 'reset_after_accepting',
  } as const satisfies Record<Trouble, MailFault>;
  const none = (): never => {
    throw new Error(nobody);
  };
  return {
    folder: 'email',
    channel: 'email',
    environment: { PUBLIC_URL, SMTP_URL: smtp.url },
    address,
    ...{ message: none, unsigned: none, forged: none, unparseable: none, tooLarge: none },
    async cause({ dataSource }, who, text) {
      await putMail(dataSource.manager, { to: address(who), subject: 'A test', text });
    },
    provider: {
      handed: (who) =>
        smtp.ledger
          .filter(({ to }) => to.includes(address(who)))
          .map(({ read }) => ({ text: read.text ?? '', receipt: read.messageId ?? '' })),
      trouble: (who, trouble) => smtp.nextTo(address(who), TROUBLE[trouble]),
    },
    lacks: {
      'a good message is stored once and answered': nobody,
      'the same message three times, two of them at once, is one': nobody,
      'with a bad signature nothing is stored': nobody,
      'without a signature nothing is stored': nobody,
      'a replay after a day is no news': nobody,
      'what cannot be parsed is refused, and is no mistake of ours': nobody,
      'what is too large is refused': nobody,
      'another content type is refused': nobody,
      'a picture or a voice note gets a polite answer': nobody,
      'an empty message gets a polite answer': nobody,
      'emoji and every script arrive as they were written': nobody,
      'what no database can hold is left out, and the rest arrives': nobody,
      'who has opted out is written to no more': 'a mail server knows no wish of a patient, only mailboxes',
      'receipts in any order only climb': noNews,
      'a receipt settles what was uncertain': noNews,
    },
    close: () => smtp.close(),
  };
}
