import type { webApi } from '@slack/bolt';
import { context, type Modal, modal, section } from './blocks';

/**
 * Opens a window at once, because what Slack gives us to open it with is good for three seconds, and draws what belongs into
 * it when it is known.
 */
export async function openModal(
  client: webApi.WebClient,
  triggerId: string,
  title: string,
  draw: () => Promise<Modal>,
): Promise<void> {
  const waiting = modal({ callback: 'waiting', title, blocks: [context('One moment…')] });
  const { view } = await client.views.open({ trigger_id: triggerId, view: waiting as never });
  const drawn = await draw().catch((error: unknown) => {
    void client.views.update({ view_id: view?.id ?? '', view: failed(title) as never });
    throw error;
  });
  await client.views.update({ view_id: view?.id ?? '', view: modal(drawn) as never });
}

const failed = (title: string) =>
  modal({ callback: 'waiting', title, blocks: [section('Something went wrong on our side. Please use the console.')] });

export const sorry = (title: string, text: string): Modal => ({ callback: 'waiting', title, blocks: [section(text)] });

type Values = Record<string, Record<string, Value>>;

interface Value {
  value?: string | null;
  selected_option?: { value: string } | null;
  selected_user?: string | null;
  selected_date?: string | null;
  selected_time?: string | null;
}

/** What was filled into one field of a window; empty when it was left out. */
export function filled(state: { values: Values }, block: string): string {
  const [field] = Object.values(state.values[block] ?? {});
  return (
    field?.value ??
    field?.selected_option?.value ??
    field?.selected_user ??
    field?.selected_date ??
    field?.selected_time ??
    ''
  );
}
