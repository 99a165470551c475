import type { SlackDesk } from './slack';

type SlackOf = typeof import('./slack');

/** Slack's library is large and slow to load: only a clinic that has a desk there pays for it. */
export const slackDeskOf = (...given: Parameters<SlackOf['slackDesk']>): SlackDesk =>
  (require('./slack') as SlackOf).slackDesk(...given);
