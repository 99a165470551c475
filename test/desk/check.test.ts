import { wrongInSlack } from '../../src/desk/slack/check';
import { SCOPES } from '../../src/desk/slack/manifest';
import { Secret } from '../../src/secret';
import { type SlackOptions, type SlackStandIn, standInForSlack } from '../stand-ins/slack';

let slack: SlackStandIn | undefined;
afterEach(() => slack?.close());

const EVERYTHING = Object.keys(SCOPES);

async function check(options: Partial<SlackOptions>, settings: { botToken?: string; appToken?: string } = {}) {
  slack = await standInForSlack({ signingSecret: 's', hub: () => '', ...options });
  const { botToken = 'xoxb-1', appToken } = settings;
  return wrongInSlack({
    botToken: new Secret(botToken),
    signingSecret: new Secret('s'),
    channel: 'C0000001',
    apiUrl: slack.url,
    ...(appToken && { appToken: new Secret(appToken) }),
  });
}

test('an app that was installed as the manifest says is right', async () => {
  expect(await check({ scopes: EVERYTHING }, { appToken: 'xapp-1' })).toEqual([]);
  expect(slack?.messages).toEqual([]);
});

test.each(EVERYTHING)('that %s is missing is said, with what it is for and what to do', async (scope) => {
  const [said = '', ...others] = await check({ scopes: EVERYTHING.filter((each) => each !== scope) });
  expect(said).toContain(`SLACK_BOT_TOKEN lacks ${scope} (to ${SCOPES[scope as keyof typeof SCOPES]})`);
  expect(said).toContain('install it again');
  expect(others).toEqual([]);
});

test('the second of two workspaces is looked at as well', async () => {
  const said = await check({ scopes: EVERYTHING }, { botToken: 'xoxb-1 wrong' });
  expect(said).toEqual([
    'the token number 2 in SLACK_BOT_TOKEN is not taken (invalid_auth): copy the Bot User OAuth Token again',
  ]);
});

test('a channel in which the app is not, and a token for the line that is none', async () => {
  const said = await check({ scopes: EVERYTHING, without: ['C0000001'] }, { appToken: 'xoxb-1' });
  expect(said).toEqual([
    'the channel C0000001 cannot be read (not_in_channel): invite the app there: /invite @Miadi',
    'SLACK_APP_TOKEN is not taken (not_allowed_token_type): make an app-level token with connections:write',
  ]);
});
