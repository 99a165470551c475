/** The parts of Slack's Block Kit that we use, and how words get into them. https://docs.slack.dev/reference/block-kit */
export type Block = Record<string, unknown> & { type: string };

/** Slack reads <…> and & in such text, so whatever is not ours is escaped first. */
export const literal = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`@]|:(?=[\w+-])/g, '$&\u200b');

export const plain = (text: string): { type: 'plain_text'; text: string; emoji: false } => ({
  type: 'plain_text',
  text: cutTo(text, 75),
  emoji: false,
});

export const section = (mrkdwn: string): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', text: cutTo(mrkdwn, 3000) },
});

export const context = (mrkdwn: string): Block => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: cutTo(mrkdwn, 2000) }],
});

/**
 * What somebody wrote, word for word. In rich text a mention or a link is an element of its own, and text is nothing but
 * text: `<!channel>` stays seven harmless letters, and no address becomes a link.
 */
export const quoted = (words: string): Block => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: cutTo(words, 2900) || '…' }] }],
});

export interface Button {
  action: string;
  label: string;
  value: string;
  style?: 'primary' | 'danger';
  confirm?: string;
}

export const buttons = (id: string, list: Button[]): Block => ({
  type: 'actions',
  block_id: id,
  elements: list.map(({ action, label, value, style, confirm }) => ({
    type: 'button',
    action_id: action,
    text: plain(label),
    value,
    ...(style && { style }),
    ...(confirm && {
      confirm: {
        title: plain(label),
        text: { type: 'mrkdwn', text: confirm },
        confirm: plain(label),
        deny: plain('Not now'),
      },
    }),
  })),
});

export const menu = (action: string, options: { label: string; value: string }[]): Record<string, unknown> => ({
  type: 'overflow',
  action_id: action,
  options: options.slice(0, 5).map(({ label, value }) => ({ text: plain(label), value })),
});

export interface Option {
  label: string;
  value: string;
}

export const select = (action: string, options: Option[], placeholder: string): Record<string, unknown> => ({
  type: 'static_select',
  action_id: action,
  placeholder: plain(placeholder),
  options: options.slice(0, 100).map(({ label, value }) => ({ text: plain(label), value })),
});

export const input = (id: string, label: string, element: Record<string, unknown>, optional = false): Block => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element: { action_id: 'value', ...element },
  optional,
});

export const textInput = (
  options: { multiline?: boolean; initial?: string; most?: number } = {},
): Record<string, unknown> => ({
  type: 'plain_text_input',
  multiline: options.multiline ?? false,
  ...(options.initial && { initial_value: options.initial }),
  max_length: options.most ?? 1500,
});

export interface Modal {
  callback: string;
  title: string;
  submit?: string;
  metadata?: string;
  blocks: Block[];
}

export const modal = ({ callback, title, submit, metadata = '', blocks }: Modal) => ({
  type: 'modal' as const,
  callback_id: callback,
  private_metadata: metadata,
  title: { ...plain(title), text: cutTo(title, 24) },
  close: plain('Close'),
  ...(submit && { submit: { ...plain(submit), text: cutTo(submit, 24) } }),
  blocks: blocks.slice(0, 100),
});

/** Slack refuses what is too long as a whole; a letter is not cut in its middle. */
export function cutTo(text: string, most: number): string {
  return text.length <= most ? text : `${[...text.slice(0, most - 1)].join('').replace(/\p{Surrogate}$/u, '')}…`;
}
