import { z } from 'zod';
import { asNumber } from '../accounts/phone-codes';
import type { ContactId, PatientId } from '../database/ids';
import { Problem } from '../hub/errors';
import { consentsOf, setMessages } from '../patients/consents';
import { addDependant, letSpeak, letSpeakNoMore, relations } from '../patients/family';
import { note } from './directory';
import { mayPatient, patient } from './patient-rows';
import { type Ask, id, line, ofId, type Resource } from './route';

const relation = z.enum(relations);
const ofContact = ofId.extend({ contactId: id });

/** Who speaks for whom, and which address wants to hear from us. */
export const family: Resource = (add) => {
  add({
    ...{ method: 'POST', url: '/family', policy: 'family.write' },
    summary: 'Somebody for whom the one who is signed in speaks: their child, or a parent',
    body: z.object({
      ...{ name: line(120), birthDate: z.iso.date(), relation: relation.exclude(['self']) },
      ...{ sex: z.enum(['female', 'male', 'other']).nullish(), language: z.string().regex(/^[a-z]{2,3}$/).optional() }, // prettier-ignore
    }),
    answer: patient,
    async handle({ body }, ask) {
      void ask.reach;
      if (body.birthDate > ask.now.toISOString().slice(0, 10)) throw notSo('A birth date lies in the past.');
      const made = await addDependant(ask.db, ask.who.id as ContactId, body);
      if (made === undefined) throw notSo('One phone may not speak for so many people. Please ask the clinic.');
      await note(ask, 'family_added', `patient:${made}`, null);
      return mayPatient({ ...ask, reach: { ...ask.reach, patients: [made] }, saw: (seen) => ask.saw(seen) }, made);
    },
  });

  add({
    ...{ method: 'POST', url: '/patients/:id/contacts', policy: 'patients.write' },
    summary: 'Let a phone speak for a patient; its owner must still know the birth date',
    params: ofId,
    body: z.object({ phone: z.string().max(40), relation }),
    answer: patient,
    async handle({ params, body }, ask) {
      await mayPatient(ask, params.id);
      const phone = asNumber(body.phone);
      if (!phone) throw notSo('Write the number with its country, like +254 712 345678.');
      const contact = await letSpeak(ask.db, params.id as PatientId, { phone, relation: body.relation });
      await note(ask, 'contact_added', `patient:${params.id} contact:${contact}`, null);
      return mayPatient(ask, params.id);
    },
  });

  add({
    ...{ method: 'DELETE', url: '/patients/:id/contacts/:contactId', policy: 'patients.write' },
    summary: 'From now on this address speaks for the patient no more',
    params: ofContact,
    answer: patient.or(z.object({ gone: z.literal(true) })),
    async handle({ params }, ask) {
      await mayPatient(ask, params.id);
      if (!(await letSpeakNoMore(ask.db, params.id as PatientId, params.contactId))) throw new Problem('not_found');
      await note(ask, 'contact_removed', `patient:${params.id} contact:${params.contactId}`, null);
      // Who takes away their own phone has just taken away their own way in.
      const isOwn = ask.who.kind === 'patient' && ask.who.id === params.contactId;
      return isOwn ? { gone: true } : mayPatient(ask, params.id);
    },
  });

  add({
    ...{ method: 'GET', url: '/patients/:id/consents', policy: 'patients.read' },
    summary: 'What was agreed to and what was taken back, newest first; `contacts` of the patient say what stands now',
    params: ofId,
    async handle({ params }, ask) {
      await mayPatient(ask, params.id);
      const only = ask.who.kind === 'patient' ? ask.who.id : null;
      return { items: await consentsOf(ask.db, params.id as PatientId, only) };
    },
  });

  add({
    ...{ method: 'POST', url: '/patients/:id/consents', policy: 'patients.write' },
    summary: 'Stop all messages to an address that were not asked for, or let them come again',
    params: ofId,
    body: z.object({ contactId: id, given: z.boolean() }),
    answer: patient,
    async handle({ params, body }, ask) {
      const known = await mayPatient(ask, params.id);
      if (!known.contacts.some((contact) => contact.id === body.contactId)) throw new Problem('not_found');
      if (ask.who.kind === 'patient' && body.contactId !== ask.who.id) throw new Problem('forbidden');
      await setMessages(ask.db, body.contactId, body.given, ask.who.kind === 'patient' ? 'page' : 'desk');
      await note(ask, body.given ? 'messages_wanted' : 'messages_stopped', `contact:${body.contactId}`, null);
      return mayPatient(ask, params.id);
    },
  });
};

export const notSo = (detail: string): Problem => new Problem('not_acceptable', { about: { detail } });

export const ofPatient = async (ask: Ask, patientId: number): Promise<PatientId> =>
  (await mayPatient(ask, patientId)).id as PatientId;
