import type { ApprovedWords, OutboundMessage } from '../channel';
import { tapOf } from '../tap';

/** Three buttons, else a list of up to ten, else the text alone, whose choices are numbered lines. */
export function asPayload(message: OutboundMessage): object {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...addressed(message.to.at),
    biz_opaque_callback_data: message.reference,
    ...content(message),
  };
}

// Somebody's own id looks like KE.1349…; a number is digits only.
const addressed = (at: string): object => (/^[A-Z]{2}\./.test(at) ? { recipient: at } : { to: at });

function content({ text, choices, prompt, template }: OutboundMessage): object {
  if (template) return { type: 'template', template: approved(template, prompt) };
  if (prompt === undefined || choices.length === 0 || choices.length > ROWS)
    return { type: 'text', text: { body: text, preview_url: false } };
  const fits =
    choices.length <= BUTTONS && choices.every((choice) => choice.length <= BUTTON_TITLE) && allDiffer(choices);
  return { type: 'interactive', interactive: fits ? buttons(text, choices, prompt) : list(text, choices, prompt) };
}

// https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates
const approved = ({ name, language, values, buttons }: ApprovedWords, prompt = 0): object => ({
  name,
  language: { code: language },
  components: [
    { type: 'body', parameters: values.map((value) => ({ type: 'text', text: oneLine(value) })) },
    ...Array.from({ length: buttons }, (_, i) => ({
      type: 'button',
      sub_type: 'quick_reply',
      index: String(i),
      parameters: [{ type: 'payload', payload: tapOf(prompt, i + 1) }],
    })),
  ],
});

/** Neither line breaks nor a row of spaces may stand in what is filled in. */
const oneLine = (value: string): string => value.replace(/\s+/g, ' ').trim();

// https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-reply-buttons-messages
const BUTTONS = 3;
const BUTTON_TITLE = 20;
const ROWS = 10;
const ROW_TITLE = 24;
const ROW_DESCRIPTION = 72;

const allDiffer = (choices: string[]): boolean => new Set(choices).size === choices.length;

const buttons = (text: string, choices: string[], prompt: number): object => ({
  type: 'button',
  body: { text },
  action: { buttons: choices.map((title, i) => ({ type: 'reply', reply: { id: tapOf(prompt, i + 1), title } })) },
});

const list = (text: string, choices: string[], prompt: number): object => ({
  type: 'list',
  body: { text },
  action: {
    button: '☰',
    sections: [{ rows: choices.map((choice, i) => ({ id: tapOf(prompt, i + 1), ...row(`${i + 1}) ${choice}`) })) }],
  },
});

/** A title that is too long goes on in the description, from the last space before the cut. */
function row(label: string): { title: string; description?: string } {
  if (label.length <= ROW_TITLE) return { title: label };
  const cut = label.lastIndexOf(' ', ROW_TITLE);
  const at = cut > 0 ? cut : ROW_TITLE;
  return { title: label.slice(0, at), description: label.slice(at).trim().slice(0, ROW_DESCRIPTION) };
}
