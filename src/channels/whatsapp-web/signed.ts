import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const HEADER = 'x-miadi-signature';
/** The two processes share a machine, and so a clock. */
const MOST_APART_MS = 60_000;

/** What the hub and the process that holds the phone say to each other, signed by both with the clinic's own key. */
export function signing(secretKey: string, now: () => Date) {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'miadi whatsapp-web', 32));
  const mark = (at: number, body: string): string => createHmac('sha256', key).update(`${at}.${body}`).digest('hex');
  return {
    headers(body: string): Record<string, string> {
      const at = now().getTime();
      return { 'content-type': 'application/json', [HEADER]: `t=${at},v1=${mark(at, body)}` };
    },
    isOurs(headers: Record<string, unknown>, body: string): boolean {
      const [, at = '', given = ''] = /^t=(\d{1,16}),v1=([0-9a-f]{64})$/.exec(String(headers[HEADER])) ?? [];
      if (!at || Math.abs(now().getTime() - Number(at)) > MOST_APART_MS) return false;
      return timingSafeEqual(Buffer.from(given), Buffer.from(mark(Number(at), body)));
    },
  };
}

export type Signing = ReturnType<typeof signing>;
