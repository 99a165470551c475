import type * as Slack from './slack';
import type * as Check from './slack/check';

/** Slack's library is large and slow to load: only a clinic that has a desk there pays for it. */
export const slackDeskOf = (...given: Parameters<typeof Slack.slackDesk>): Slack.SlackDesk => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be loaded by everybody
  const { slackDesk } = require('./slack') as typeof Slack;
  return slackDesk(...given);
};

/** The same for whoever only wants to know whether the app is installed as it should be. */
export const wrongInSlack = (...given: Parameters<typeof Check.wrongInSlack>): Promise<string[]> => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be loaded by everybody
  const check = require('./slack/check') as typeof Check;
  return check.wrongInSlack(...given);
};
