import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { House } from '../api/api';
import { fromOurselves, setCookie } from '../api/identify';
import { drawBooking, drawHome, drawMove, drawSignIn, drawTold, type Row } from './draw-me';
import { personChanges } from './me-changes';
import { COOKIE, everyPage, type Form, idOf, Page, type Request } from './me-page';
import { newPerson, person, provider, waiting } from './me-people';

/** The page of a patient: plain forms that need no script, drawn from what the API answers them. */
export async function openMe(hub: FastifyInstance, house: House): Promise<void> {
  await hub.register(async (routes) => {
    await routes.register(formbody);
    const page = new MyPages(hub, house);
    routes.get('/me', (request: Request, reply) => page.home(request, reply));
    routes.get('/me/book', (request: Request, reply) => page.book(request, reply));
    routes.get('/me/visits/:id/move', (request: Request, reply) => page.move(request, reply));
    routes.get('/me/people/new', (request: Request, reply) => newPerson(page, request, reply));
    routes.get('/me/people/:id', (request: Request, reply) => person(page, request, reply));
    routes.get('/me/waiting', (request: Request, reply) => waiting(page, request, reply));
    routes.get('/me/providers/:id', (request: Request, reply) => provider(page, request, reply));
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
      ...personChanges(page),
    };
    for (const [url, does] of Object.entries(changes))
      routes.post(url, { preHandler: async (request) => fromOurselves(house.publicUrl, request) }, (request, reply) =>
        does(request as Request, reply),
      );
  });
}

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

class MyPages extends Page {
  async home(request: Request, reply: FastifyReply): Promise<unknown> {
    const view = await this.view(request);
    if (!view) return this.show(reply, drawSignIn(this.wordsFor(request), 'phone'));
    const [visits, patients] = await Promise.all([view.get('/visits?limit=100'), view.get('/patients')]);
    return this.show(reply, drawHome(view, visits.body.items, patients.body.items));
  }

  async book(request: Request, reply: FastifyReply): Promise<unknown> {
    const view = await this.view(request);
    if (!view) return reply.redirect('/me', 303);
    const chosen = chosenIn(request.query);
    const { specialty, clinic, day, language, mode, provider } = chosen;
    const asked = new URLSearchParams({
      limit: '12',
      ...(specialty && { specialty }),
      ...(clinic && { clinicId: clinic }),
      ...(day && { fromDay: day }),
      ...(language && { language }),
      ...(mode && { mode }),
      ...(provider && { providerId: provider }),
    });
    const [lists, providers, times] = await Promise.all([
      this.lists(view),
      everyPage(view, '/providers'),
      specialty || provider ? view.get(`/times?${asked}`) : undefined,
    ]);
    return this.show(reply, drawBooking(view, { ...lists, providers }, chosen, times));
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
}

const chosenIn = ({
  specialty = '',
  clinic = '',
  day = '',
  patient = '',
  language = '',
  mode = '',
  provider = '',
}: Form) => ({
  ...{ specialty, clinic, day, patient, language, mode, provider },
});
