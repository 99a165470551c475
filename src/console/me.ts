import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { whoHas } from '../accounts/sessions';
import { makeToken } from '../accounts/tokens';
import type { House } from '../api/api';
import { cookieIn, fromOurselves, setCookie } from '../api/identify';
import { languageFor, wordsOf } from '../api/words';
import {
  type Answer,
  drawBooking,
  drawHome,
  drawMove,
  drawSignIn,
  drawTold,
  MY_POLICY,
  type Row,
  type View,
} from './draw-me';

const COOKIE = 'miadi_me';

type Form = Record<string, string | undefined>;
type Request = FastifyRequest<{ Body: Form; Querystring: Form; Params: { id?: string } }>;

/** The page of a patient: plain forms that need no script, drawn from what the API answers them. */
export async function openMe(hub: FastifyInstance, house: House): Promise<void> {
  await hub.register(async (routes) => {
    await routes.register(formbody);
    const page = new Page(hub, house);
    routes.get('/me', (request: Request, reply) => page.home(request, reply));
    routes.get('/me/book', (request: Request, reply) => page.book(request, reply));
    routes.get('/me/visits/:id/move', (request: Request, reply) => page.move(request, reply));
    routes.get('/me/data.json', (request: Request, reply) => page.data(request, reply));
    const changes: Record<string, (request: Request, reply: FastifyReply) => Promise<unknown>> = {
      '/me/code': (request, reply) => page.askForCode(request, reply),
      '/me/sign-in': (request, reply) => page.signIn(request, reply),
      '/me/sign-out': (request, reply) => page.signOut(request, reply),
      '/me/book': (request, reply) => page.change(request, reply, '/visits', bookingOf(request.body)),
      '/me/visits/:id/move': (request, reply) =>
        page.change(request, reply, `/visits/${idOf(request)}/move`, {
          ...bookingOf(request.body),
          ...seenOf(request),
        }),
      '/me/visits/:id/cancel': (request, reply) =>
        page.change(request, reply, `/visits/${idOf(request)}/cancel`, seenOf(request)),
      '/me/visits/:id/undo-cancel': (request, reply) =>
        page.change(request, reply, `/visits/${idOf(request)}/undo-cancel`, seenOf(request)),
      '/me/patients/:id': (request, reply) =>
        page.change(
          request,
          reply,
          `/patients/${idOf(request)}`,
          { name: request.body.name, language: request.body.language },
          'PATCH',
        ),
    };
    for (const [url, does] of Object.entries(changes))
      routes.post(url, { preHandler: async (request) => fromOurselves(house.publicUrl, request) }, (request, reply) =>
        does(request as Request, reply),
      );
  });
}

const idOf = ({ params }: Request): number => Number(params.id) || 0;
const seenOf = ({ body }: Request): { version: number } => ({ version: Number(body.version) || 0 });
/** A time is one button: what it stands for comes back as it was drawn, and the API judges it anew. */
function bookingOf({ time = '', patient }: Form): object {
  const [providerId, serviceId, starts, mode] = time.split(' ');
  return {
    providerId: Number(providerId),
    serviceId: Number(serviceId),
    starts,
    mode,
    ...(patient && { patientId: Number(patient) }),
  };
}

class Page {
  constructor(
    private readonly hub: FastifyInstance,
    private readonly house: House,
  ) {}

  async home(request: Request, reply: FastifyReply): Promise<unknown> {
    const view = await this.view(request);
    if (!view) return this.show(reply, drawSignIn(this.wordsFor(request), 'phone'));
    const [visits, patients] = await Promise.all([view.get('/visits?limit=100'), view.get('/patients')]);
    return this.show(reply, drawHome(view, visits.body.items, patients.body.items));
  }

  async book(request: Request, reply: FastifyReply): Promise<unknown> {
    const view = await this.view(request);
    if (!view) return reply.redirect('/me', 303);
    const { specialty = '', clinic = '', day = '', patient = '' } = request.query;
    const asked = new URLSearchParams({
      limit: '12',
      ...(specialty && { specialty }),
      ...(clinic && { clinicId: clinic }),
      ...(day && { fromDay: day }),
    });
    const [specialties, clinics, patients, providers, times] = await Promise.all([
      view.get('/specialties'),
      view.get('/clinics?limit=100'),
      view.get('/patients'),
      view.get('/providers?limit=100'),
      specialty ? view.get(`/times?${asked}`) : undefined,
    ]);
    const lists = {
      specialties: specialties.body.items,
      clinics: clinics.body.items,
      patients: patients.body.items,
      providers: providers.body.items,
    };
    return this.show(reply, drawBooking(view, lists, { specialty, clinic, day, patient }, times));
  }

  async move(request: Request, reply: FastifyReply): Promise<unknown> {
    const view = await this.view(request);
    if (!view) return reply.redirect('/me', 303);
    const visit = await view.get(`/visits/${idOf(request)}`);
    if (visit.status !== 200) return this.show(reply, drawTold(view, visit), visit.status);
    const { providerId, serviceId, id } = visit.body;
    const times = await view.get(
      `/times?every=true&limit=60&providerId=${providerId}&serviceId=${serviceId}&moving=${id}`,
    );
    return this.show(reply, drawMove(view, visit.body as unknown as Row, times.body.items));
  }

  async data(request: Request, reply: FastifyReply): Promise<unknown> {
    const view = await this.view(request);
    if (!view) return reply.redirect('/me', 303);
    const patients = await view.get('/patients');
    const all = await Promise.all((patients.body.items ?? []).map(({ id }) => view.get(`/patients/${id}/export`)));
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="my-data.json"')
      .type('application/json')
      .send(
        JSON.stringify(
          all.map(({ body }) => body),
          null,
          2,
        ),
      );
  }

  async askForCode(request: Request, reply: FastifyReply): Promise<unknown> {
    const phone = request.body.phone ?? '';
    const answer = await this.ask(request, 'POST', '/codes', { phone });
    return this.show(reply, drawSignIn(this.wordsFor(request), 'code', { phone, failed: answer.status !== 200 }));
  }

  async signIn(request: Request, reply: FastifyReply): Promise<unknown> {
    const { phone = '', code = '', birthDate = '' } = request.body;
    const answer = await this.ask(request, 'POST', '/sign-in/code', { phone, code: code.trim(), birthDate });
    const token = /miadi=([A-Za-z0-9_-]{43})/.exec(String(answer.cookie))?.[1];
    if (!token) return this.show(reply, drawSignIn(this.wordsFor(request), 'code', { phone, failed: true }), 401);
    return reply.header('set-cookie', setCookie(COOKIE, token, '/me', this.house.publicUrl)).redirect('/me', 303);
  }

  async signOut(request: Request, reply: FastifyReply): Promise<unknown> {
    const view = await this.view(request);
    await view?.send('POST', '/sign-out');
    return reply.header('set-cookie', setCookie(COOKIE, '', '/me', this.house.publicUrl)).redirect('/me', 303);
  }

  /** Done, and back to the list; or why not, in words. */
  async change(
    request: Request,
    reply: FastifyReply,
    url: string,
    body: object,
    method: 'POST' | 'PATCH' = 'POST',
  ): Promise<unknown> {
    const view = await this.view(request);
    if (!view) return reply.redirect('/me', 303);
    const once = request.body.once;
    const answer = await view.send(method, url, body, once);
    if (answer.status === 200) return reply.redirect('/me', 303);
    return this.show(reply, drawTold(view, answer), answer.status);
  }

  private show(reply: FastifyReply, html: string, status = 200): FastifyReply {
    return reply
      .code(status)
      .header('content-security-policy', MY_POLICY)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html);
  }

  private wordsFor(request: Request): Pick<View, 'language' | 'words'> {
    const language = languageFor(request.query.lang ?? request.headers['accept-language']);
    return { language, words: wordsOf(language) };
  }

  /** Whoever is signed in here asks the API by a short token of their own: the page has no rights beside theirs. */
  private async view(request: Request): Promise<View | undefined> {
    const cookie = cookieIn(request.headers.cookie, COOKIE);
    const known = cookie ? await whoHas(this.house.dataSource.manager, cookie) : undefined;
    if (known?.who.kind !== 'patient') return undefined;
    const token = await makeToken(this.house.secret, known.signInId, known.now);
    const send = (method: string, url: string, body?: object, once?: string): Promise<Answer> =>
      this.ask(request, method, url, body, {
        authorization: `Bearer ${token}`,
        ...(once && { 'idempotency-key': once }),
      });
    return { ...this.wordsFor(request), now: known.now, get: async (url) => withItems(await send('GET', url)), send };
  }

  private async ask(
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

/** A list, also where the API has refused one. */
const withItems = (answer: Answer): Answer & { body: { items: Row[] } } => ({
  ...answer,
  body: { ...answer.body, items: answer.body.items ?? [] },
});
