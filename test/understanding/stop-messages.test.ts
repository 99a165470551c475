import { said } from './said';

const wanted: Record<string, string[]> = {
  en: [
    'STOP',
    'pls no more texts',
    "don't text me again",
    'leave me alone',
    'Unsubscribe me please',
    'take me off this list',
    'stop sending me reminders',
    "I don't want these messages",
    'remove my number',
    '🛑',
    'enough with the texts',
    'stop bothering me with this',
    'I do not want to receive reminders from you',
    'quit texting my phone',
    'never message me again',
  ],
  es: [
    'déjame en paz no me escriban',
    'BAJA',
    'no quiero más mensajes',
    'dejen de escribirme',
    'ya no me manden nada',
    'quiero darme de baja',
    'borren mi número',
    'no más recordatorios',
    'por favor no me contacten',
    'basta de mensajes',
  ],
  fr: [
    'ARRET',
    "arrêtez de m'écrire",
    'je ne veux plus recevoir vos sms',
    'laissez-moi tranquille',
    'plus de messages svp',
    'ne me contactez plus',
    'désabonnez-moi',
    'supprimez mon numéro',
    'marre de vos messages',
    'stop aux sms',
  ],
  pt: [
    'parem de me mandar mensagem',
    'não quero mais receber isso',
    'me deixem em paz',
    'chega de mensagens',
    'tirem meu número da lista',
    'PARAR',
    'não me mandem mais nada',
    'quero cancelar as mensagens',
    'não quero lembretes',
    'me descadastrem',
  ],
  sw: [
    'acheni kunitumia ujumbe',
    'sitaki ujumbe tena',
    'niacheni kwa amani',
    'ondoeni namba yangu',
    'msinitumie meseji',
    'mnanisumbua',
    'sitaki kupokea vikumbusho',
    'nataka kujitoa',
    'komesheni ujumbe huu',
    'simamisha ujumbe',
  ],
  ar: [
    'لا ترسلوا لي رسائل',
    'أوقفوا الرسائل',
    'اتركوني وشأني',
    'لا أريد رسائل منكم',
    'احذفوا رقمي',
    'إلغاء الاشتراك',
    'توقفوا عن مراسلتي',
    'بطلوا تبعتوا',
    'لا تزعجوني',
    'لا أريد تذكيرات',
  ],
  hi: [
    'मैसेज मत भेजो',
    'मुझे परेशान मत करो',
    'मेरा नंबर हटा दो',
    'message band karo',
    'mujhe msg mat bhejo',
    'संदेश नहीं चाहिए',
    'रिमाइंडर बंद करो',
    'लिस्ट से हटाओ',
    'और मैसेज नहीं चाहिए',
    'बंद करो',
  ],
};

test.each(Object.entries(wanted))('%s: at least 98 % of the ways to say stop are heard', (language, phrases) => {
  const missed = phrases.filter((text) => said(text, language).intents[0] !== 'stop_messages');
  expect(missed.length / phrases.length <= 0.02 ? [] : missed).toEqual([]);
});

test.each([
  ['en', 'stop by the clinic tomorrow'],
  ['en', 'can I stop taking the pills before the visit'],
  ['en', 'please send me a reminder'],
  ['en', 'cancel my visit'],
  ['en', 'where is the bus stop'],
  ['es', 'no puedo ir mañana'],
  ['fr', "je n'ai plus de fièvre"],
  ['pt', 'não quero ir na segunda'],
  ['sw', 'sitaki Jumatatu'],
  ['hi', 'मैं कल नहीं आऊंगा'],
])('%s: "%s" asks for no silence', (language, text) =>
  expect(said(text, language).intents).not.toContain('stop_messages'),
);

test.each(['STOP', 'Cancel', 'end', 'QUIT.', 'unsubscribe'])('%s alone is a word that carriers act on', (text) =>
  expect(said(text).carrierWord).toBe(true),
);
test('inside a sentence it is not', () => expect(said('cancel my visit').carrierWord).toBeUndefined());
