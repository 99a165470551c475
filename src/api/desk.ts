import { z } from 'zod';
import type { ClinicId } from '../database/ids';
import { changeDesk, type DeskChanges, type WrongSetting } from '../desk/change-settings';
import { deskLanguages } from '../desk/desk-words';
import { deskSettings } from '../desk/settings';
import { Problem } from '../hub/errors';
import type { Actor } from '../scheduling/types';
import { id, line, ofId, type Resource } from './route';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
const stretch = z
  .object({ weekday: z.int().min(1).max(7).describe('Monday is 1'), starts: clock, ends: clock })
  .refine(({ starts, ends }) => starts < ends, 'ends after it starts');

const settings = z.object({
  shows: z.enum(['private', 'full']).describe('Whether Slack may show words of patients; `full` needs `because`'),
  slackTeam: line(30).nullable(),
  slackChannel: line(30).nullable(),
  language: z.enum(deskLanguages as [string, ...string[]]).describe('Of the summary in the morning'),
  claimMinutes: z.int().min(1).max(480),
  answerMinutes: z.int().min(1).max(1440).describe('In the hours of the desk, until the second person is called'),
  urgentMinutes: z.int().min(1).max(60).describe('By the clock, until somebody says that they have seen it'),
  secondPersonId: id.nullable().describe('The account that is called when nobody takes a case'),
  summaryAt: clock,
  hours: z.array(stretch).max(28).describe('When the desk is staffed; none given means Monday to Friday, 8 to 18'),
});

/** How a clinic wants its desk: in Slack and for whoever looks after its cases. */
export const desk: Resource = (add) => {
  add({
    ...{ method: 'GET', url: '/clinics/:id/desk', policy: 'clinics.write' },
    summary: 'How a clinic wants its desk: hours, times for an answer, second person, Slack',
    params: ofId,
    answer: settings,
    async handle({ params }, ask) {
      ask.may({ clinicId: params.id });
      const { secondPerson, zone: _, name: _name, ...rest } = await deskSettings(ask.db, params.id as ClinicId);
      return { ...rest, secondPersonId: secondPerson === null ? null : Number(secondPerson.replace('staff:', '')) };
    },
  });

  add({
    ...{ method: 'PATCH', url: '/clinics/:id/desk', policy: 'clinics.write' },
    summary: 'Change it; what is not named stays as it is',
    params: ofId,
    body: settings.partial().extend({ because: line(300).optional() }),
    async handle({ params, body }, ask) {
      ask.may({ clinicId: params.id });
      const { secondPersonId, ...rest } = body;
      const secondPerson = secondPersonId && (`staff:${secondPersonId}` as Actor);
      const changes = { ...rest, ...(secondPersonId !== undefined && { secondPerson }) } as DeskChanges;
      const wrong = await changeDesk(ask.db, params.id as ClinicId, changes, ask.by);
      if (wrong) throw new Problem('not_acceptable', { about: { detail: DETAILS[wrong] } });
      return {};
    },
  });
};

const DETAILS: Record<WrongSetting, string> = {
  needs_a_reason: 'To show words of patients in Slack needs a reason: because.',
  unknown_language: 'The desk is not written in that language.',
  not_a_colleague: 'The second person must be somebody who may see to the cases of this clinic.',
  hours_overlap: 'Two stretches of one weekday overlap.',
};
