import type { Chance } from './chance';

/** People enough that a calendar can be a third full without everybody coming twice a week. */
export const CROWD_SIZE = 500;

/** Nobody has these numbers: 555 is no area code. The first ones are the people of our tests and of `npm run chat`. */
export const numberOf = (line: number): string => `+1555${String(100_000 + line).padStart(7, '0')}`;

export interface Person {
  name: string;
  birthDate: string;
  sex: 'female' | 'male';
  language: string;
  channel: 'sms' | 'whatsapp';
}

interface Names {
  female: string;
  male: string;
  family: string;
}

/** By the language somebody writes to us in. */
const NAMES: Record<string, Names> = {
  en: {
    female: 'Grace Mary Jane Ruth Sarah Emily Olivia Chloe Joyce Faith Mercy Linda',
    male: 'John Peter James David Brian Kevin Samuel Michael George Daniel Paul Mark',
    family: 'Otieno Kariuki Smith Johnson Mutua Brown Njoroge Miller Ochieng Davis Wanyama Clark',
  },
  sw: {
    female: 'Amina Zawadi Neema Rehema Wanjiku Akinyi Halima Mwanaisha Subira Furaha',
    male: 'Juma Baraka Hamisi Otieno Kamau Mwangi Rashidi Kiprono Salim Jabari',
    family: 'Mwangi Omondi Njeri Hassan Kiptoo Mutiso Achieng Bakari Wambua Chebet Were',
  },
  pt: {
    female: 'Maria Beatriz Leonor Carolina Mariana Joana Francisca Rita Sofia Matilde',
    male: 'João Pedro Tiago Miguel Duarte Nuno Gonçalo Rui Afonso Martim',
    family: 'Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Fernandes Lopes Carvalho Araújo',
  },
  es: {
    female: 'Lucía Carmen Elena Sofía Valentina Camila Rosa Guadalupe Isabel Marta',
    male: 'José Luis Carlos Diego Javier Andrés Miguel Pablo Rafael Ángel',
    family: 'García Hernández López Martínez Pérez Sánchez Ramírez Torres Flores Muñoz',
  },
  fr: {
    female: 'Camille Léa Manon Chloé Inès Élodie Margaux Aurélie',
    male: 'Hugo Louis Jules Gabriel Antoine Étienne François Rémi',
    family: 'Martin Bernard Dubois Lefèvre Moreau Laurent Girard Fontaine',
  },
  ar: {
    female: 'فاطمة مريم ليلى سارة نور هدى ياسمين آمنة',
    male: 'محمد أحمد عمر خالد يوسف حسن علي كريم',
    family: 'حداد منصور خوري الحسن سليم ناصر عبدالله صالح',
  },
  hi: {
    female: 'प्रिया अंजलि सुनीता पूजा कविता मीरा दीपा रेखा',
    male: 'राजेश अमित विजय संजय रोहन अर्जुन सुरेश मोहन',
    family: 'शर्मा पटेल गुप्ता सिंह वर्मा मेहता जोशी नायर',
  },
};

export function somebody(chance: Chance, languages: string[], today: string): Person {
  // The first language of a clinic is that of half of its patients.
  const language = chance.is(0.5) ? (languages[0] ?? 'en') : chance.oneOf(languages);
  const sex = chance.is(0.55) ? 'female' : 'male';
  const names = NAMES[language] ?? (NAMES.en as Names);
  const [first, family] = [names[sex], names.family].map((list) => chance.oneOf(list.split(' ')));
  return {
    name: `${first} ${family}`,
    birthDate: birthDate(chance, today),
    sex,
    language,
    channel: chance.is(0.6) ? 'sms' : 'whatsapp',
  };
}

function birthDate(chance: Chance, today: string): string {
  const year = Number(today.slice(0, 4)) - 1 - chance.upTo(84);
  const twoDigits = (number: number): string => String(number).padStart(2, '0');
  return `${year}-${twoDigits(1 + chance.upTo(12))}-${twoDigits(1 + chance.upTo(28))}`;
}
