import { said } from './said';

const asked: Record<string, [string, string][]> = {
  en: [
    ['could I see a nurse on Thursday', 'book'],
    ['I need somebody to look at my tooth', 'book'],
    ['please cancel my visit on Monday', 'cancel'],
    ["I won't be able to make it tomorrow", 'cancel'],
    ['can we push my visit to next week', 'reschedule'],
    ['make it an hour later please', 'reschedule'],
    ['when is my next visit', 'check_booking'],
    ['do I have anything on Friday', 'check_booking'],
    ['what is the weather like in Nairobi', 'out_of_scope'],
    ['play some jazz', 'out_of_scope'],
    ['can I talk to a real person', 'human'],
    ['do you take my insurance', 'insurance_question'],
    ['where is the clinic', 'directions'],
    ['say that again please', 'repeat'],
    ['speak Swahili please', 'change_language'],
    ['are you a robot', 'bot_question'],
    ['what can you do for me', 'help'],
    ["I don't mind, any of them", 'dont_care'],
    ['forget it', 'abort'],
    ["I'm not sure yet", 'unsure'],
    ['thanks so much', 'thank'],
    ['see you tomorrow, bye', 'goodbye'],
    ['put me on the waiting list', 'waiting_list'],
    ["I'm running late", 'running_late'],
    ['you have the wrong number', 'wrong_number'],
    ['delete my data', 'erase_data'],
  ],
  es: [
    ['quisiera una cita con el pediatra', 'book'],
    ['quiero anular la consulta del martes', 'cancel'],
    ['no podré ir mañana', 'cancel'],
    ['¿puedo cambiar mi cita al jueves?', 'reschedule'],
    ['¿cuándo es mi próxima cita?', 'check_booking'],
    ['¿me pueden pasar con una persona?', 'human'],
    ['cuéntame un chiste', 'out_of_scope'],
    ['muchas gracias', 'thank'],
    ['avísame si alguien cancela', 'waiting_list'],
  ],
  fr: [
    ['il me faut un rdv chez le dentiste', 'book'],
    ['je dois annuler ma consulte de lundi', 'cancel'],
    ['je ne pourrai pas venir demain', 'cancel'],
    ['peut-on décaler le rendez-vous à vendredi', 'reschedule'],
    ["c'est quand mon rendez-vous", 'check_booking'],
    ['je voudrais parler à une personne', 'human'],
    ['quel temps fait-il à Dakar', 'out_of_scope'],
    ['merci beaucoup', 'thank'],
  ],
  pt: [
    ['queria marcar uma consulta com o dentista', 'book'],
    ['preciso desmarcar a consulta de amanhã', 'cancel'],
    ['não vou poder ir na sexta', 'cancel'],
    ['dá para mudar minha consulta para terça?', 'reschedule'],
    ['quando é minha consulta?', 'check_booking'],
    ['quero falar com um atendente', 'human'],
    ['vai chover amanhã em Lisboa?', 'out_of_scope'],
    ['obrigada', 'thank'],
  ],
  sw: [
    ['naomba kuonana na daktari kesho', 'book'],
    ['naomba mfute miadi yangu', 'cancel'],
    ['sitaweza kuja kesho', 'cancel'],
    ['naomba kusogeza miadi hadi Ijumaa', 'reschedule'],
    ['miadi yangu ni lini', 'check_booking'],
    ['nataka kuongea na mtu', 'human'],
    ['mvua itanyesha kesho', 'out_of_scope'],
    ['asante sana', 'thank'],
    ['mko wapi', 'directions'],
  ],
  ar: [
    ['أريد حجز موعد عند طبيب الأسنان', 'book'],
    ['أريد إلغاء موعدي غدا', 'cancel'],
    ['لن أستطيع الحضور غدا', 'cancel'],
    ['ممكن تأجيل الموعد إلى الخميس', 'reschedule'],
    ['متى موعدي القادم', 'check_booking'],
    ['أريد التحدث مع موظف', 'human'],
    ['كيف الطقس اليوم', 'out_of_scope'],
    ['شكرا جزيلا', 'thank'],
  ],
  hi: [
    ['मुझे डॉक्टर से मिलना है', 'book'],
    ['मेरा अपॉइंटमेंट रद्द कर दो', 'cancel'],
    ['मैं कल नहीं आ पाऊंगा', 'cancel'],
    ['अपॉइंटमेंट शुक्रवार को कर दो', 'reschedule'],
    ['मेरा अपॉइंटमेंट कब है', 'check_booking'],
    ['mera appointment cancel kar do', 'cancel'],
    ['किसी इंसान से बात करनी है', 'human'],
    ['आज मौसम कैसा है', 'out_of_scope'],
    ['धन्यवाद', 'thank'],
  ],
};

describe.each(Object.entries(asked))('in %s', (language, table) => {
  test.each(table)('"%s" is %s', (text, intent) => expect(said(text, language).intents[0]).toBe(intent));
});

test('several things said are several intents', () => {
  expect(said('yes, and cancel my visit on Friday', 'en', { prev: 'Shall I book it?' }).intents).toEqual([
    'affirm',
    'cancel',
  ]);
  expect(said('yes, cancel my visit on Friday', 'en').intents).toEqual(['cancel', 'affirm']);
  expect(said('hello, I would like to book a visit for tomorrow', 'en').intents).toEqual(['book', 'greet']);
});

describe('the question before gives short answers their meaning', () => {
  test.each([
    ['Shall I book it?', 'perfect', 'affirm'],
    ['Shall I book it?', 'oh please do', 'affirm'],
    ['Is that ok?', 'thanks', 'affirm'],
    ['Is this the visit you want to cancel?', 'cancel it', 'affirm'],
    ['Shall I book Tuesday at nine?', 'never mind', 'deny'],
    ['What day suits you?', 'thanks', 'thank'],
  ])('%s — %s', (prev, text, intent) => expect(said(text, 'en', { prev }).intents[0]).toBe(intent));
});

test('a negation is no refusal', () => {
  expect(said('no puedo ir el lunes', 'es').intents[0]).toBe('cancel');
  expect(said('no', 'es').intents[0]).toBe('deny');
  expect(said('no, el lunes no', 'es').intents).toContain('deny');
});

test('very long messages are read up to a limit', () => {
  const started = Date.now();
  said('please '.repeat(200_000) + 'cancel');
  expect(Date.now() - started).toBeLessThan(2000);
});
