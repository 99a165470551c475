import type { Remembered, VisitCard } from '../../flows/vocabulary';
import type { Said } from '../../src/conversation/advance';
import { inWords, labelsToHear } from '../../src/conversation/in-words';
import type { Reader } from '../../src/conversation/reader';

const visit: VisitCard = {
  ...{ id: 1, version: 1, reference: 'K7QM', starts: '2026-06-02T06:00:00Z', zone: 'Africa/Nairobi' },
  ...{ provider: 'Dr Ngozi Okafor', clinic: 'Jacaranda Clinic', patient: 'Zuri', status: 'booked' },
  ...{ serviceId: 1, providerId: 1 },
};
const remembered: Remembered = {
  people: [],
  verified: true,
  openFor: [],
  wanted: {},
  tries: 0,
  offers: [],
  visits: [visit],
  visit,
};

const reader = (language: string, change: Partial<Reader> & { country?: string; digits?: string } = {}): Reader => ({
  locale: { language, country: change.country ?? 'KE', digits: change.digits },
  clinic: { id: 1, name: 'Jacaranda Clinic', phone: '+15550190001', emergency: '999' },
  specialties: new Map([['dentistry', 'Dentist']]),
  ...change,
});

const says = (...phrases: string[]): Said[] => phrases.map((phrase) => ({ phrase, remembered }));
const asks = (phrase: string, ...labels: string[]): Said => ({
  phrase,
  remembered,
  question: { phrase, choices: labels.map((label) => ({ label, vars: { ...visit } })), expects: 'choice' },
});

test('what is said and the open question are one message', () => {
  const words = inWords(
    [...says('booking.just_taken'), asks('booking.offer', 'choice.offer', 'choice.other_times')],
    reader('en'),
  );
  expect(words).toEqual({
    text: 'Sorry, that time has just been taken. Which of these suits you?',
    choices: ['Tue, 2 Jun, 09:00, Dr Ngozi Okafor', 'Other times'],
    language: 'en',
    digits: 'latn',
  });
});

test('a question that stands alone says what it is about', () => {
  expect(inWords([asks('booking.offer', 'choice.offer')], reader('en')).text).toBe(
    'These times are free. Which one suits you?',
  );
});

test('where there is no list, nobody is asked to answer with a number', () => {
  const open = [...says('repair.second'), asks('identity.birth_date')];
  expect(inWords(open, reader('en')).text).toContain('say it in other words');
  const listed = [...says('repair.second'), asks('menu.ask', 'choice.book')];
  expect(inWords(listed, reader('en')).text).toContain('answer with a number');
});

test('a clinic without a telephone is not to be called', () => {
  const silent = reader('en', { clinic: { id: 1, name: 'Jacaranda Clinic', phone: '', emergency: '999' } });
  expect(inWords(says('person.called'), silent).text).toBe('A colleague has been told and will write to you here.');
});

test('an hour that ends in a point does not make two', () => {
  expect(inWords(says('reminder.ask'), reader('es', { country: 'US' })).text).toContain('9:00 a.m. ¿Puede');
});

test('in Arabic, Latin names and telephone numbers are set apart in their own direction', () => {
  const words = inWords([...says('person.called'), asks('booking.offer', 'choice.offer')], reader('ar'));
  expect(words.text).toContain('\u2068+15550190001\u2069');
  expect(words.choices).toEqual(['الثلاثاء 2/6، 9:00 ص، \u2068Dr Ngozi Okafor\u2069']);
});

test('in English, an Arabic name is', () => {
  const named = { ...remembered, visit: { ...visit, patient: 'فاطمة' } };
  expect(inWords([{ phrase: 'reminder.ask', remembered: named }], reader('en')).text).toContain('\u2068فاطمة\u2069');
});

test('digits follow the patient, but a telephone number and a reference are left to be dialled and typed', () => {
  const hindi = reader('hi', { digits: 'deva' });
  expect(inWords(says('booking.booked', 'person.called', 'cancel.done'), hindi)).toMatchObject({
    text: expect.stringMatching(/२ जून, .*K7QM.*\+15550190001.*५ मिनट/s) as string,
    digits: 'deva',
  });
});

test('an hour counted from dawn is said in both ways, and heard in one', () => {
  const question = asks('booking.offer', 'choice.offer');
  expect(inWords([question], reader('sw')).choices[0]).toContain('09:00 (saa 3 asubuhi)');
  expect(labelsToHear(question.question?.choices ?? [], reader('sw'))[0]).not.toContain('saa');
});

test('a phrase that mentions what is not remembered is an error, not a sentence with a hole', () => {
  const { visit: _, ...nothing } = remembered;
  expect(() => inWords([{ phrase: 'booking.booked', remembered: nothing }], reader('en'))).toThrow('{{when}}');
});
