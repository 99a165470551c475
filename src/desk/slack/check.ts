import { webApi } from '@slack/bolt';
import { explain } from '../../explain';
import { SCOPES } from './manifest';
import type { SlackSettings } from './index';
import { clientOptions, valuesIn } from './workspaces';

/** What is wrong with how we are installed in Slack, and what to do about it. Nothing is posted. */
export async function wrongInSlack(settings: SlackSettings): Promise<string[]> {
  const tokens = valuesIn(settings.botToken);
  const wrong = await Promise.all(tokens.map((token, i) => wrongWithToken(settings, token, i)));
  return [...wrong.flat(), ...(await wrongWithLine(settings))];
}

async function wrongWithToken({ apiUrl, channel }: SlackSettings, token: string, index: number): Promise<string[]> {
  const client = new webApi.WebClient(token, clientOptions(apiUrl));
  const name = index === 0 ? 'SLACK_BOT_TOKEN' : `the token number ${index + 1} in SLACK_BOT_TOKEN`;
  try {
    const { response_metadata: about } = await client.auth.test();
    const missing = missingOf(about?.scopes ?? []);
    if (missing.length > 0) return [`${name} lacks ${missing.join(', ')}: ${INSTALL_AGAIN}`];
  } catch (error) {
    if (error instanceof webApi.WebAPIHTTPError) return [`Slack answers ${error.statusCode}: try again later`];
    return [`${name} is not taken (${reasonOf(error)}): copy the Bot User OAuth Token again`];
  }
  // Of several workspaces only the first has the channel for clinics that have named none.
  return index === 0 ? wrongWithChannel(client, channel) : [];
}

const INSTALL_AGAIN = 'put what npm run -s slack:manifest prints into the app, and install it again';

/** Each with what it is for, so that whoever decides about it knows. */
function missingOf(scopes: string[]): string[] {
  const needed = Object.keys(SCOPES) as (keyof typeof SCOPES)[];
  return needed.filter((scope) => !scopes.includes(scope)).map((scope) => `${scope} (to ${SCOPES[scope]})`);
}

async function wrongWithChannel(client: webApi.WebClient, channel: string): Promise<string[]> {
  try {
    await client.conversations.history({ channel, limit: 1 });
    return [];
  } catch (error) {
    const reason = reasonOf(error);
    const words = reason === 'not_in_channel' ? 'invite the app there: /invite @Miadi' : 'SLACK_CHANNEL is its id, C…';
    return [`the channel ${channel} cannot be read (${reason}): ${words}`];
  }
}

async function wrongWithLine({ appToken, apiUrl }: SlackSettings): Promise<string[]> {
  if (!appToken) return [];
  try {
    const client = new webApi.WebClient(appToken.reveal(), clientOptions(apiUrl));
    await client.apps.connections.open({});
    return [];
  } catch (error) {
    return [`SLACK_APP_TOKEN is not taken (${reasonOf(error)}): make an app-level token with connections:write`];
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof webApi.WebAPIPlatformError ? error.data.error : explain(error);
