import { wordsOf } from './fold';

/**
 * Words that stand beside a name without being one: titles, "clinic", the words of asking. They still count a little, so that
 * "clinic Lisbon" is rather the clinic than the town.
 */
const SMALL = `
  dr doctor doctors dra doctora doutor doutora docteur docteure daktari prof professor mr mrs ms miss nurse sister
  medico medica medecin enfermera enfermeiro enfermeira infirmier infirmiere muuguzi nesi mganga senor senora sr sra
  دكتور دكتورة الدكتور الدكتورة د طبيب طبيبة الطبيب ممرضة डॉक्टर डॉ डाक्टर चिकित्सक श्री श्रीमती
  specialist especialista specialiste mtaalamu أخصائي اختصاصي विशेषज्ञ
  clinic clinica clinique kliniki hospital hopital hospitali centre center centro kituo health salud sante saude afya
  medical عيادة مستشفى مركز क्लिनिक अस्पताल
  appointment appt visit consultation cita consulta consultas rendez vous rdv marcacao miadi موعد अपॉइंटमेंट
  i a an the my me we you your for to of with at in on near by and or is am it this that please pls hi hello hey good
  need want wants see book get find have has would like can could looking look any some today tomorrow now new
  un una el la los las mis mi me para con de del en y por favor quiero necesito ver busco tengo hola hoy manana cerca
  un une le la les l d au aux mon ma mes pour avec de du des et je veux voudrais besoin chercher cherche voir bonjour demain pres
  um uma o os as meu minha para com de do da dos das no na em e eu quero preciso ver procuro tenho ola amanha perto
  wa ya za cha la kwa na ni mimi nataka nahitaji naomba tafadhali kuona leo kesho karibu habari
  أريد اريد أحتاج احتاج إلى الى عند مع في من لو سمحت اليوم غدا مرحبا
  मुझे चाहिए का की के को से में मेरा मेरी मेरे लिए है हैं और एक कृपया आज कल पास नमस्ते
`;

const small = new Set(wordsOf(SMALL));

export const isSmall = (foldedWord: string): boolean => small.has(foldedWord);

/** The words that carry the meaning; all of them when there are only small ones. */
export function weightyWords(words: string[]): string[] {
  const weighty = words.filter((word) => !isSmall(word));
  return weighty.length > 0 ? weighty : words;
}
