import { signedBy } from '../../stand-ins/slack';
import { CHANNEL, SIGNING_SECRET, slackDesk } from '../../desk/slack-desk';
import type { Finding, Stage } from '../proof';

/** Presses that were forged, worn out, or sent a second time. */
export async function doors({ quick, random }: Stage): Promise<Finding> {
  const rounds = quick ? 200 : 5000;
  const desk = await slackDesk();
  let [forgedIn, replayed, lost] = [0, 0, 0];
  try {
    const id = await desk.openFor('Ann');
    const at = Math.floor(Date.parse('2026-06-01T05:00:00Z') / 1000);
    const press = (n: number): string => {
      const action = {
        type: 'button',
        action_id: 'case.claim',
        block_id: 'b',
        value: String(id),
        action_ts: String(n),
      };
      const pressed = {
        type: 'block_actions',
        team: { id: 'T0000001' },
        user: { id: 'U11', team_id: 'T0000001' },
        channel: { id: CHANNEL },
        trigger_id: `t${n}`,
        actions: [action],
      };
      return `payload=${encodeURIComponent(JSON.stringify(pressed))}`;
    };
    const send = (raw: string, headers: Record<string, string>) =>
      desk.hub.inject({
        method: 'POST',
        url: '/slack/events',
        payload: raw,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      });
    const events = async (): Promise<number> =>
      (await desk.db.query<{ n: number }[]>('select count(*)::int as n from case_event where case_id = $1', [id]))[0]
        ?.n ?? 0;
    const sign = signedBy(SIGNING_SECRET, () => at * 1000);
    for (let round = 0; round < rounds; round++) {
      const raw = press(round);
      const good = sign(raw);
      const forged = [
        { ...good, 'x-slack-signature': flipped(good['x-slack-signature'] ?? '', random.below) },
        { ...good, 'x-slack-request-timestamp': String(at + 1) },
        sign(raw, at - 301 - random.below(1e6)),
        sign(raw, at + 301 + random.below(1e6)),
        signedBy('guess', () => at * 1000)(raw),
        { 'x-slack-request-timestamp': 'NaN', 'x-slack-signature': '' },
      ][random.below(6)];
      const answered = await send(raw, forged as Record<string, string>);
      if (answered.statusCode !== 401) forgedIn++;
    }
    if ((await events()) !== 1) forgedIn++;
    const before = await events();
    for (let round = 0; round < rounds / 10; round++) {
      const raw = press(rounds + round);
      const headers = sign(raw);
      await Promise.all([send(raw, headers), send(raw, headers), send(raw, headers)]);
      if ((await events()) > before + round + 1) replayed++;
      if ((await events()) < before + round + 1) lost++;
    }
    return {
      counts: { forged: rounds, 'sent three times at once': rounds / 10 },
      invariants: {
        'what is forged is answered with 401 and does nothing': forgedIn,
        'a press that comes again does nothing': replayed,
        'a press that is right is heard': lost,
      },
    };
  } finally {
    await desk.close();
  }
}

/** One hexadecimal digit of it is another. */
function flipped(signature: string, below: (limit: number) => number): string {
  const at = 3 + below(64);
  const digit = ((parseInt(signature.charAt(at), 16) + 1 + below(14)) % 16).toString(16);
  return signature.slice(0, at) + digit + signature.slice(at + 1);
}
