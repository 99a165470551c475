import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { whoHas } from '../accounts/sessions';
import { makeToken } from '../accounts/tokens';
import type { House } from '../api/api';
import { cookieIn } from '../api/identify';
import { languageFor, wordsOf } from '../api/words';
import { type Answer, drawTold, MY_POLICY, type Row, type View } from './draw-me';

export const COOKIE = 'miadi_me';

export type Form = Record<string, string | undefined>;
export type Request = FastifyRequest<{ Body: Form; Querystring: Form; Params: { id?: string; which?: string } }>;

export const idOf = ({ params }: Request): number => Number(params.id) || 0;

/** What every page of a patient is made of: who is signed in, what the API answers them, and how it is sent. */
export class Page {
  constructor(
    protected readonly hub: FastifyInstance,
    protected readonly house: House,
  ) {}

  async lists(view: View): Promise<{ specialties: Row[]; clinics: Row[]; patients: Row[] }> {
    const [specialties, clinics, patients] = await Promise.all([
      view.get('/specialties'),
      everyPage(view, '/clinics'),
      view.get('/patients'),
    ]);
    return { specialties: specialties.body.items, clinics, patients: patients.body.items };
  }

  /** Done, and back to the list; or why not, in words. */
  async change(
    request: Request,
    reply: FastifyReply,
    url: string,
    body?: object,
    method: 'POST' | 'PATCH' | 'DELETE' = 'POST',
    after = '/me',
  ): Promise<unknown> {
    const view = await this.view(request);
    if (!view) return reply.redirect('/me', 303);
    const once = request.body.once;
    const answer = await view.send(method, url, body, once);
    if (answer.status === 200) return reply.redirect(after, 303);
    return this.show(reply, drawTold(view, answer), answer.status);
  }

  show(reply: FastifyReply, html: string, status = 200): FastifyReply {
    return reply
      .code(status)
      .header('content-security-policy', MY_POLICY)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html);
  }

  wordsFor(request: Request): Pick<View, 'language' | 'words'> {
    const language = languageFor(request.query.lang ?? request.headers['accept-language']);
    return { language, words: wordsOf(language) };
  }

  /** Whoever is signed in here asks the API by a short token of their own: the page has no rights beside theirs. */
  async view(request: Request): Promise<View | undefined> {
    const cookie = cookieIn(request.headers.cookie, COOKIE);
    const known = cookie ? await whoHas(this.house.dataSource.manager, cookie) : undefined;
    if (known?.who.kind !== 'patient') return undefined;
    const token = await makeToken(this.house.secret, known.signInId, known.now);
    const send = (method: string, url: string, body?: object, once?: string): Promise<Answer> =>
      this.ask(request, method, url, body, {
        authorization: `Bearer ${token}`,
        ...(once && { 'idempotency-key': once }),
      });
    return {
      ...this.wordsFor(request),
      contactId: known.who.id,
      now: known.now,
      get: async (url) => withItems(await send('GET', url)),
      send,
    };
  }

  protected async ask(
    request: Request,
    method: string,
    url: string,
    body?: object,
    more: Record<string, string> = {},
  ): Promise<Answer> {
    const { origin, 'user-agent': agent = '' } = request.headers;
    const answer = await this.hub.inject({
      method: method as 'GET',
      url: `/api/v1${url}`,
      remoteAddress: request.ip,
      headers: {
        'accept-language': this.wordsFor(request).language,
        'user-agent': agent,
        ...(origin && { origin }),
        host: request.host,
        ...more,
      },
      ...(body && { payload: body }),
    });
    return { status: answer.statusCode, body: answer.json(), cookie: answer.headers['set-cookie'] };
  }
}

const MOST_PAGES = 20;

export async function everyPage(view: View, url: string): Promise<Row[]> {
  const rows: Row[] = [];
  let after = '';
  for (let i = 0; i < MOST_PAGES; i++) {
    const { body } = await view.get(`${url}?limit=100${after}`);
    rows.push(...body.items);
    if (typeof body.next !== 'number') break;
    after = `&after=${body.next}`;
  }
  return rows;
}

/** A list, also where the API has refused one. */
const withItems = (answer: Answer): Answer & { body: { items: Row[] } } => ({
  ...answer,
  body: { ...answer.body, items: answer.body.items ?? [] },
});
