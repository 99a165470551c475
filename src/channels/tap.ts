import type { InboundMessage } from './channel';

/** What a button carries: which question, and which answer. An old button is still understood, and never as a new one. */
export const tapOf = (prompt: number, choice: number): string => `p${prompt}c${choice}`;

export function tapIn(carried: string | undefined): InboundMessage['tapped'] {
  const found = /^p(\d{1,9})c(\d{1,2})$/.exec(carried ?? '');
  return found ? { prompt: Number(found[1]), choice: Number(found[2]) } : undefined;
}
