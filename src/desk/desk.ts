import type * as Slack from './slack';

/** Slack's library is large and slow to load: only a clinic that has a desk there pays for it. */
export const slackDeskOf = (...given: Parameters<typeof Slack.slackDesk>): Slack.SlackDesk => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be loaded by everybody
  const { slackDesk } = require('./slack') as typeof Slack;
  return slackDesk(...given);
};
