import type { webApi } from '@slack/bolt';
import type { DataSource } from 'typeorm';
import type { Translator } from '../translate';

/** What everything around Slack needs of the house. */
export interface House {
  dataSource: DataSource;
  publicUrl: string;
  /** Where the cases of a clinic go that has not named a channel of its own. */
  channel: string;
  /** By which patients can be written to: whose lag is somebody's work. */
  channels: readonly string[];
  /** Where there is a language model. */
  translator?: Translator | undefined;
  /** Of a workspace; of the only one there is, when nobody knows which. */
  clientFor(team: string | null): Promise<webApi.WebClient>;
  /** Something has changed that Slack should show: look now and not at the next round. */
  soon(): void;
  /** Something that was said to the patients is on its way. */
  deliverSoon(): void;
}

export const consoleUrlOf = ({ publicUrl }: Pick<House, 'publicUrl'>, caseId: number): string =>
  `${publicUrl}/console/cases/${caseId}`;
