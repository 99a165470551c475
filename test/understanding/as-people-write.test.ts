import { understand } from '../../src/understanding/understand';

/** Friday 20 November 2026, eight in the morning. */
const heard = (language: string, text: string, prev?: string) =>
  understand(text, { language, reference: '2026-11-20T08:00:00', timeZone: 'UTC', ...(prev && { prev }) });

describe('who is spoken of', () => {
  test.each([
    ['en', 'I am Mark', 'Could I have your name, please?', 'Mark'],
    ['en', 'hi i am mark and i need an appointment', undefined, 'Mark'],
    ['en', 'my name is Will May', undefined, 'Will May'],
    ['en', 'Grace', 'What is the patient’s full name?', 'Grace'],
    ['en', 'for my son Mark', undefined, 'Mark'],
    ['hi', 'मेरा नाम राम कुमार है', undefined, 'राम कुमार'],
    ['hi', 'राम कुमार', 'आपका नाम क्या है?', 'राम कुमार'],
    ['pt', 'sou a Rosa', 'Qual é o seu nome?', 'Rosa'],
  ])('%s: "%s" after "%s" names %s', (language, text, prev, name) => {
    expect(heard(language, text, prev).name?.full).toBe(name);
  });

  test.each([
    ['en', 'I am happy to come'],
    ['en', 'a table for August 15th'],
    ['en', 'my wife will come along'],
    ['hi', 'राम राम'],
  ])('%s: "%s" names nobody', (language, text) => {
    expect(heard(language, text).name).toBeUndefined();
  });

  test.each([
    ['Dr. Johnson ASAP please', 'Johnson'],
    ['is Dr. Morgan’s list full', 'Morgan'],
    ['with Dr Grace Moyo on Monday', 'Grace Moyo'],
  ])('the doctor of "%s" is %s', (text, name) => {
    expect(heard('en', text).provider?.name).toBe(name);
  });
});

test.each([
  ['en', 'i will be late 20 minutes'],
  ['en', 'stuck in traffic, sorry'],
  ['fr', 'je suis en retard de 10 min'],
  ['es', 'voy a llegar tarde unos 15 minutos'],
  ['pt', 'vou atrasar 10 minutos'],
  ['sw', 'nitachelewa kidogo'],
  ['ar', 'سأتأخر ربع ساعة'],
  ['hi', 'मुझे 10 मिनट देर हो जाएगी'],
])('%s: "%s" is somebody who is late', (language, text) => {
  expect(heard(language, text).intents).toEqual(['running_late']);
});

test.each([
  ['en', 'i am running late, can we move it to tomorrow instead'],
  ['en', 'is it too late to book for today'],
])('%s: "%s" is not', (language, text) => {
  expect(heard(language, text).intents).not.toContain('running_late');
});

test.each([
  ['en', 'cant come'],
  ['es', 'no puedo ir'],
  ['fr', 'je ne viens pas'],
  ['pt', 'não posso ir'],
  ['sw', 'siwezi kuja'],
  ['ar', 'لن أستطيع الحضور'],
  ['hi', 'मैं नहीं आ सकती'],
])('%s: "%s" gives a visit up, surely', (language, text) => {
  expect(heard(language, text)).toMatchObject({ intents: ['cancel'], confidence: 1 });
});

test.each([
  ['keep it please', 'deny'],
  ['i still need it', 'deny'],
  ['no, do not cancel my visit', 'deny'],
  ['when is my checkup appointment?', 'check_booking'],
])('asked whether to give a visit up, "%s" is %s', (text, intent) => {
  expect(heard('en', text, 'Give up the visit on Tuesday?').intents[0]).toBe(intent);
});

test.each([
  ['en', 'can I take the trash out before I come'],
  ['fr', 'je n’ai mal nulle part'],
  ['es', 'me corté con la basura'],
  ['ar', 'عضني كلب'],
  ['hi', 'मुझे कुत्ते ने काटा'],
])('%s: "%s" insults nobody', (language, text) => {
  expect(heard(language, text).rude).toBeUndefined();
});

test.each([
  ['en', 'you idiot'],
  ['fr', 'espèce de con'],
  ['sw', 'mjinga wewe'],
])('%s: "%s" does', (language, text) => {
  expect(heard(language, text).rude).toBe(true);
});

describe('when', () => {
  test.each([
    ['pt', 'dentista quinta', { date: '2026-11-26' }],
    ['pt', 'dentista qui', { date: '2026-11-26' }],
    ['en', 'Wed, 02/12', { date: '2026-12-02' }],
    ['en', 'Fri, 02/12', { date: '2027-02-12' }],
    ['sw', 'saa 6:15 mchana', { time: '12:15' }],
    ['sw', 'saa 9:15 asubuhi', { time: '09:15' }],
    ['en', "it's 2pm now, so 2:15", { time: '14:15' }],
    ['en', "it's 9 pm right now, the sooner the better", { from: '2026-11-20T08:00' }],
    ['en', "let's say it's 3pm", { time: '15:00' }],
    ['fr', '9h30-11h30', { from: '09:30', to: '11:30' }],
    ['fr', 'le 24 12 2026', { date: '2026-12-24' }],
    ['es', 'la segunda quincena de diciembre', { from: '2026-12-16', to: '2026-12-31' }],
    ['pt', 'na primeira quinzena de março', { from: '2027-03-01', to: '2027-03-15' }],
    ['es', 'el día del trabajador', { date: '2027-05-01' }],
    ['es', 'cita mar', { date: '2026-11-24' }],
  ])('%s: "%s"', (language, text, expected) => {
    expect(heard(language, text).when).toMatchObject(expected);
  });

  test.each([
    ['pt', 'prefiro a segunda'],
    ['pt', 'a minha segunda consulta'],
  ])('%s: "%s" names no day', (language, text) => {
    expect(heard(language, text).when).toBeUndefined();
  });

  test.each([
    ['it is 2pm now, so 2:15', undefined],
    ['3 March 1984', '1984-03-03'],
    ['12/5/84', '1984-05-12'],
  ])('the birth date in "%s" is %s', (text, dob) => {
    expect(heard('en-GB', text).dob).toBe(dob);
  });
});
