import type { FastifyReply } from 'fastify';
import { drawTold } from './draw-me';
import { drawNewPerson, drawPerson, drawProvider, drawWaiting, type Person } from './draw-person';
import { everyPage, idOf, type Page, type Request } from './me-page';

export async function person(page: Page, request: Request, reply: FastifyReply): Promise<unknown> {
  const view = await page.view(request);
  if (!view) return reply.redirect('/me', 303);
  const of = `/patients/${idOf(request)}`;
  const known = await view.get(of);
  if (known.status !== 200) return page.show(reply, drawTold(view, known), known.status);
  const [record, insurance, permissions, providers, clinics] = await Promise.all([
    view.get(`${of}/record`),
    view.get(`${of}/insurance`),
    view.get(`${of}/permissions`),
    everyPage(view, '/providers'),
    everyPage(view, '/clinics'),
  ]);
  const about = {
    ...{ person: known.body as unknown as Person, me: view.contactId, providers, clinics },
    ...{ record: record.body.items, insurance: insurance.body.items, permissions: permissions.body.items },
  };
  return page.show(reply, drawPerson(view, about));
}

export async function newPerson(page: Page, request: Request, reply: FastifyReply): Promise<unknown> {
  const view = await page.view(request);
  return view ? page.show(reply, drawNewPerson(view)) : reply.redirect('/me', 303);
}

export async function waiting(page: Page, request: Request, reply: FastifyReply): Promise<unknown> {
  const view = await page.view(request);
  if (!view) return reply.redirect('/me', 303);
  const [waiting, lists] = await Promise.all([view.get('/waiting'), page.lists(view)]);
  return page.show(reply, drawWaiting(view, waiting.body.items, lists));
}

export async function provider(page: Page, request: Request, reply: FastifyReply): Promise<unknown> {
  const view = await page.view(request);
  if (!view) return reply.redirect('/me', 303);
  const [providers, lists] = await Promise.all([everyPage(view, '/providers'), page.lists(view)]);
  const found = providers.find(({ id }) => id === idOf(request));
  return found ? page.show(reply, drawProvider(view, found, lists)) : reply.redirect('/me/book', 303);
}
