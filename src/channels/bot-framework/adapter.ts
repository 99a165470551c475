import type { Activity, CloudAdapter, TurnContext } from 'botbuilder';

export interface MicrosoftSettings {
  appId: string;
  appPassword: { reveal(): string };
  /** Where the app belongs to one organisation only, as all new ones must. */
  tenantId: string | undefined;
  /** Keys and tokens come from here instead of Microsoft: a government cloud, or a stand-in. */
  loginUrl: string | undefined;
}

/** Loaded when it is used: it takes a second, which a clinic without it should not wait at every start. */
export async function cloudAdapter(microsoft: MicrosoftSettings | undefined): Promise<CloudAdapter> {
  const { CloudAdapter, ConfigurationBotFrameworkAuthentication } = await import('botbuilder');
  // Without an id nothing is checked: that is the emulator's way, and only for those who sit at this machine.
  if (!microsoft) return new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  const { appId, appPassword, tenantId, loginUrl } = microsoft;
  const account = {
    MicrosoftAppId: appId,
    MicrosoftAppPassword: appPassword.reveal(),
    MicrosoftAppType: tenantId ? 'SingleTenant' : 'MultiTenant',
    ...(tenantId && { MicrosoftAppTenantId: tenantId }),
  };
  if (!loginUrl) return new CloudAdapter(new ConfigurationBotFrameworkAuthentication(account));
  return new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({ ...account, ...issuer(loginUrl) }, credentials(microsoft, loginUrl)),
  );
}

/**
 * The SDK's client would send again whatever was cut off, and the patient read it twice; our outbox knows better. Its options
 * for that do nothing any more, so the policy is taken out where it stands.
 */
export function sendOnce(turn: TurnContext): void {
  const { ConnectorClientKey } = turn.adapter as unknown as { ConnectorClientKey: symbol };
  const connector = turn.turnState.get<{ client: { pipeline: { removePolicy(named: { name: string }): unknown } } }>(
    ConnectorClientKey,
  );
  connector?.client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
}

const issuer = (loginUrl: string) => ({
  ToChannelFromBotLoginUrl: loginUrl,
  ToChannelFromBotOAuthScope: 'https://api.botframework.com',
  ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
  OAuthUrl: loginUrl,
  ToBotFromChannelOpenIdMetadataUrl: `${loginUrl}/v1/.well-known/openidconfiguration`,
  ToBotFromEmulatorOpenIdMetadataUrl: `${loginUrl}/v1/.well-known/openidconfiguration`,
  CallerId: '',
});

/** The SDK asks Microsoft's own library for tokens, which speaks to Microsoft only. */
function credentials({ appId, appPassword }: MicrosoftSettings, loginUrl: string) {
  return {
    isValidAppId: async (id: string) => id === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      async signRequest<Request extends { headers: { set(name: string, value: string): void } }>(request: Request) {
        const form = { grant_type: 'client_credentials', client_id: appId, client_secret: appPassword.reveal() };
        const answer = await fetch(`${loginUrl}/oauth2/v2.0/token`, {
          method: 'POST',
          body: new URLSearchParams(form),
        });
        const { access_token } = (await answer.json()) as { access_token: string };
        request.headers.set('authorization', `Bearer ${access_token}`);
        return request;
      },
    }),
  };
}

/** Where the caller may have us write to when nobody has checked who it is. */
export function isOnThisMachine({ serviceUrl }: Partial<Activity>): boolean {
  if (!serviceUrl || !URL.canParse(serviceUrl)) return false;
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(serviceUrl).hostname);
}
