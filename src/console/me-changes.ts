import type { FastifyReply } from 'fastify';
import type { Form, Page, Request } from './me-page';

type Change = (request: Request, reply: FastifyReply) => Promise<unknown>;

const n = (given: string | undefined): number => Number(given) || 0;

/** What a patient changes beside their visits: a form here, a request of the API there. */
export function personChanges(page: Page): Record<string, Change> {
  const about =
    (method: 'POST' | 'PATCH' | 'DELETE', path: (request: Request) => string, body?: (form: Form) => object): Change =>
    (request, reply) => {
      const person = n(request.params.id);
      const url = `/patients/${person}/${path(request)}`.replace(/\/$/, '');
      return page.change(request, reply, url, body?.(request.body), method, `/me/people/${person}`);
    };
  const said = ({ title, words }: Form): object => ({ title, words });
  const removed = (what: string): Change => about('DELETE', ({ params }) => `${what}/${n(params.which)}`);
  return {
    '/me/people': (request, reply) => {
      const { name, birthDate, relation } = request.body;
      return page.change(request, reply, '/family', { name, birthDate, relation });
    },
    '/me/people/:id/profile': about('PATCH', () => '', ({ name, language, email }) => ({ name, language, email: email || null })), // prettier-ignore
    '/me/people/:id/consents': about('POST', () => 'consents', ({ contact, given }) => ({ contactId: n(contact), given: given === 'yes' })), // prettier-ignore
    '/me/people/:id/contacts': about('POST', () => 'contacts', ({ phone, relation }) => ({ phone, relation })), // prettier-ignore
    '/me/people/:id/contacts/:which/remove': removed('contacts'),
    '/me/people/:id/permissions': about('POST', () => 'permissions', ({ kind, whom = '' }) => {
      const [what, id] = whom.split(' ');
      return { kinds: [kind], ...(what === 'clinic' ? { clinicId: n(id) } : { providerId: n(id) }) };
    }), // prettier-ignore
    '/me/people/:id/permissions/:which/remove': removed('permissions'),
    '/me/people/:id/insurance': about('POST', () => 'insurance', said),
    '/me/people/:id/insurance/:which/remove': removed('insurance'),
    '/me/people/:id/record': about('POST', () => 'record', (form) => ({ ...said(form), kind: 'history' })), // prettier-ignore
    '/me/people/:id/record/:which/remove': removed('record'),
    '/me/people/:id/erasure': about('POST', () => 'erasure', () => ({})), // prettier-ignore
    '/me/waiting': (request, reply) => {
      const { patient, specialty, clinic, from, to } = request.body;
      const wish = { patientId: n(patient), clinicId: n(clinic), specialty, fromDay: from, toDay: to };
      return page.change(request, reply, '/waiting', wish, 'POST', '/me/waiting');
    },
    '/me/waiting/:which/remove': (request, reply) =>
      page.change(request, reply, `/waiting/${n(request.params.which)}`, undefined, 'DELETE', '/me/waiting'),
  };
}
