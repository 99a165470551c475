/** What somebody might write first, in their own words. The clinic's words are in locales/; these are a patient's. */
export const SUGGESTIONS: Record<string, { name: string; words: string[] }> = {
  en: { name: 'English', words: ['dentist tomorrow after 3', 'my visits', 'I want to talk to a person'] },
  es: { name: 'Español', words: ['dentista mañana por la tarde', 'mis citas', 'quiero hablar con una persona'] },
  fr: { name: 'Français', words: ['dentiste demain après-midi', 'mes rendez-vous', 'je veux parler à quelqu’un'] },
  pt: { name: 'Português', words: ['dentista amanhã à tarde', 'as minhas consultas', 'quero falar com uma pessoa'] },
  sw: { name: 'Kiswahili', words: ['daktari wa meno kesho mchana', 'miadi yangu', 'nataka kuongea na mtu'] },
  ar: { name: 'العربية', words: ['طبيب أسنان غدا بعد الظهر', 'مواعيدي', 'أريد التحدث مع شخص'] },
  hi: { name: 'हिन्दी', words: ['कल दोपहर दंत चिकित्सक', 'मेरी अपॉइंटमेंट', 'मुझे किसी व्यक्ति से बात करनी है'] },
};
