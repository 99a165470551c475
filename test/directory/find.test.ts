import { findInDirectory, type Found, type Wanted } from '../../src/directory/find';
import type { ClinicId } from '../../src/database/ids';
import { freshDatabase, type FreshDatabase } from '../database';
import { fillShelf } from './shelf';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await fillShelf(fresh.dataSource);
});
afterAll(() => fresh.drop());

const find = (text: string, wanted?: Wanted): Promise<Found[]> =>
  findInDirectory(fresh.dataSource.manager, text, wanted);

const label = ({ kind, target, name }: Found): string => (kind === 'specialty' ? target : name);
const best = async (text: string): Promise<string> => label((await find(text))[0] ?? nothing);
const nothing = { kind: 'place', name: 'nothing' } as Found;

describe('people', () => {
  test.each([
    // as on the door
    ['Dr Ngozi Okafor', 'Dr Ngozi Okafor'],
    ['ngozi okafor', 'Dr Ngozi Okafor'],
    ['okafor ngozi', 'Dr Ngozi Okafor'],
    ['Okafor', 'Dr Ngozi Okafor'],
    ['DR. OKAFOR', 'Dr Ngozi Okafor'],
    // misspelt
    ['okafr', 'Dr Ngozi Okafor'],
    ['Okaphor', 'Dr Ngozi Okafor'],
    ['dr okofor', 'Dr Ngozi Okafor'],
    ['okfaor', 'Dr Ngozi Okafor'],
    ['ocafor', 'Dr Ngozi Okafor'],
    ['ngosi okafor', 'Dr Ngozi Okafor'],
    ['sharna', 'Dr Rajesh Sharma'],
    ['rajes sharma', 'Dr Rajesh Sharma'],
    ['wanjiro', 'Dr Wanjiru Kamau'],
    ['kamao', 'Dr Wanjiru Kamau'],
    ['njorogi', 'Dr Grace Wambui Njoroge'],
    ['hadad', 'Dr Omar Haddad'],
    ['umar hadad', 'Dr Omar Haddad'],
    ['omar al-haddad', 'Dr Omar Haddad'],
    ['Muhamad Abdi', 'Dr Mohammed Abdi'],
    ['mohamed', 'Dr Mohammed Abdi'],
    ['fatma yousef', 'Dr Fatuma Yusuf'],
    // accents left out, or heard
    ['nunez', 'Dra. Lucía Nuñez'],
    ['nunes', 'Dra. Lucía Nuñez'],
    ['Lucia Nuñez', 'Dra. Lucía Nuñez'],
    ['goncalves', 'Dra. Inês Gonçalves'],
    ['gonsalves', 'Dra. Inês Gonçalves'],
    ['ines', 'Dra. Inês Gonçalves'],
    ['magalhaes', 'Dr João Magalhães'],
    ['joao magalaes', 'Dr João Magalhães'],
    ['gimenez', 'Dr Jorge Jiménez'],
    ['obrien', "Sean O'Brien"],
    ['o brien', "Sean O'Brien"],
    ['o’brien', "Sean O'Brien"],
    ['lukasz wojcik', 'Dr Łukasz Wójcik'],
    ['nguyen', 'Nguyễn Thị Mai'],
    ['nguyen thi mai', 'Nguyễn Thị Mai'],
    // one script for another
    ['عمر حداد', 'Dr Omar Haddad'],
    ['الحداد', 'Dr Omar Haddad'],
    ['عمر حدّاد', 'Dr Omar Haddad'],
    ['محمد', 'Dr Mohammed Abdi'],
    ['أوكافور', 'Dr Ngozi Okafor'],
    ['دكتور أوكافور', 'Dr Ngozi Okafor'],
    ['layla mansour', 'د. ليلى منصور'],
    ['leila mansur', 'د. ليلى منصور'],
    ['ليلى منصور', 'د. ليلى منصور'],
    ['شارما', 'Dr Rajesh Sharma'],
    ['राजेश शर्मा', 'Dr Rajesh Sharma'],
    ['डॉ शर्मा', 'Dr Rajesh Sharma'],
    ['ओकाफोर', 'Dr Ngozi Okafor'],
    ['priya nair', 'डॉ. प्रिया नायर'],
    ['प्रिया नायर', 'डॉ. प्रिया नायर'],
    ['dmitri ivanov', 'Дмитрий Иванов'],
    ['Иванов', 'Дмитрий Иванов'],
    ['سيلفا آنا', 'Dr Ana Silva'],
    // inside a sentence
    ['can I see Dr Okafor tomorrow please', 'Dr Ngozi Okafor'],
    ['quiero cita con la doctora nunez', 'Dra. Lucía Nuñez'],
    ['nataka kumuona daktari kamau kesho', 'Dr Wanjiru Kamau'],
    ['أريد موعد مع دكتور عمر حداد غدا', 'Dr Omar Haddad'],
    ['मुझे डॉक्टर राजेश शर्मा से मिलना है', 'Dr Rajesh Sharma'],
    ['ana silva', 'Dr Ana Silva'],
    ['maria', 'Dr Maria Costa'],
  ])('%s', async (typed, expected) => expect(await best(typed)).toBe(expected));

  test('two people of one name are both in the answer, and neither is sure', async () => {
    const found = await find('Dr Silva');
    expect(found.map(label)).toEqual(['Dr Ana Silva', 'Dr Rui Silva']);
    expect(found.map((one) => one.sure)).toEqual([false, false]);
  });

  test('a name that is also a common word is a question: ngozi is Swahili for skin', async () => {
    const found = await find('doctor ngozi');
    expect(found.map(label)).toEqual(expect.arrayContaining(['Dr Ngozi Okafor', 'dermatology']));
    expect(found.map((one) => one.sure)).not.toContain(true);
  });

  test('the first name settles it', async () => {
    const [first, second] = await find('dr ana silva');
    expect(first).toMatchObject({ name: 'Dr Ana Silva', sure: true });
    expect(second).toMatchObject({ name: 'Dr Rui Silva', sure: false });
  });

  test('a doubtful spelling is found but not sure', async () => {
    expect(await find('sharna')).toMatchObject([{ name: 'Dr Rajesh Sharma', sure: false }]);
    expect(await find('sharma')).toMatchObject([{ name: 'Dr Rajesh Sharma', sure: true }]);
  });
});

describe('specialties', () => {
  test.each([
    ['skin doctor', 'dermatology'],
    ['skin', 'dermatology'],
    ['derma', 'dermatology'],
    ['dermatologist', 'dermatology'],
    ['dermatolgist', 'dermatology'],
    ['i have a terrible rash', 'dermatology'],
    ['I need a skin doctor for my son', 'dermatology'],
    ['dentist', 'dentistry'],
    ['dentist tomorrow after 3 for my son', 'dentistry'],
    ['toothache', 'dentistry'],
    ['tooth ache', 'dentistry'],
    ['dolor de muelas', 'dentistry'],
    ['mal aux dents', 'dentistry'],
    ['dor de dentes', 'dentistry'],
    ['meno', 'dentistry'],
    ['daktari wa meno', 'dentistry'],
    ['طبيب أسنان', 'dentistry'],
    ['دكتور اسنان', 'dentistry'],
    ['दांत का डॉक्टर', 'dentistry'],
    ['डेंटिस्ट', 'dentistry'],
    ['piel', 'dermatology'],
    ['médico de la piel', 'dermatology'],
    ['dermato', 'dermatology'],
    ['ngozi ya mtoto', 'dermatology'],
    ['daktari wa ngozi', 'dermatology'],
    ['طبيب جلد', 'dermatology'],
    ['त्वचा', 'dermatology'],
    ['heart', 'cardiology'],
    ['hart doctor', 'cardiology'],
    ['daktari wa moyo', 'cardiology'],
    ['eye doctor', 'ophthalmology'],
    ['opthalmologist', 'ophthalmology'],
    ['ENT', 'ent'],
    ['orl', 'ent'],
    ['otorrino', 'ent'],
    ['gynae', 'gynaecology'],
    ['ginecologa', 'gynaecology'],
    ['women’s doctor', 'gynaecology'],
    ['pregnant', 'obstetrics'],
    ['embarazada', 'obstetrics'],
    ['physio', 'physiotherapy'],
    ['phisiotherapy', 'physiotherapy'],
    ['kiné', 'physiotherapy'],
    ['pediatrician', 'paediatrics'],
    ['baby doctor', 'paediatrics'],
    ['daktari wa watoto', 'paediatrics'],
    ['طبيب أطفال', 'paediatrics'],
    ['बच्चों का डॉक्टर', 'paediatrics'],
    ['therapist', 'psychology'],
    ['psicologo', 'psychology'],
    ['psychiatrist', 'psychiatry'],
    ['blood test', 'laboratory'],
    ['análises ao sangue', 'laboratory'],
    ['vaccine', 'vaccination'],
    ['chanjo', 'vaccination'],
    ['flu shot', 'vaccination'],
    ['diabetes', 'endocrinology'],
    ['kisukari', 'endocrinology'],
    ['back pain', 'orthopaedics'],
    ['knee', 'orthopaedics'],
    ['migrane', 'neurology'],
    ['doctor', 'general_practice'],
    ['I need a doctor', 'general_practice'],
    ['GP', 'general_practice'],
  ])('%s', async (typed, expected) => {
    const [first] = await find(typed, { kinds: ['specialty'] });
    expect(label(first ?? nothing)).toBe(expected);
  });

  test('two things said in one breath are both sure', async () => {
    const found = await find('dentist in nairobi', { kinds: ['specialty', 'place'] });
    expect(found).toMatchObject([
      { target: 'dentistry', sure: true },
      { name: 'Nairobi', sure: true },
    ]);
  });

  test('a name is given in the language asked for', async () => {
    expect(await find('derma', { language: 'sw', kinds: ['specialty'] })).toMatchObject([{ name: 'Daktari wa ngozi' }]);
    expect(await find('derma', { language: 'xx', kinds: ['specialty'] })).toMatchObject([{ name: 'Skin doctor' }]);
  });
});

describe('places, clinics and services', () => {
  test.each([
    ['nairobi', 'place', 'Nairobi'],
    ['nairobbi', 'place', 'Nairobi'],
    ['نيروبي', 'place', 'Nairobi'],
    ['नैरोबी', 'place', 'Nairobi'],
    ['lisboa', 'place', 'Lisbon'],
    ['lisbonne', 'place', 'Lisbon'],
    ['لشبونة', 'place', 'Lisbon'],
    ['new york', 'place', 'New York'],
    ['nueva york', 'place', 'New York'],
    ['sao tome', 'place', 'São Tomé'],
    ['somewhere in kisumu', 'place', 'Kisumu'],
    ['jacaranda', 'clinic', 'Jacaranda Clinic'],
    ['jakaranda clinic', 'clinic', 'Jacaranda Clinic'],
    ['graca', 'clinic', 'Graça Clinic'],
    ['lisbon clinic', 'clinic', 'Graça Clinic'],
    ['hudson', 'clinic', 'Hudson Health'],
    ['mole check', 'service', 'Mole check'],
    ['kusafisha meno', 'service', 'Teeth cleaning'],
    ['limpieza dental', 'service', 'Teeth cleaning'],
  ])('%s', async (typed, kind, name) => expect((await find(typed))[0]).toMatchObject({ kind, name }));

  test('"clinic" with a town is rather the clinic; the town is there too', async () => {
    const found = await find('clinic in nairobi');
    expect(found.map((one) => one.kind)).toEqual(expect.arrayContaining(['clinic', 'place']));
  });
});

describe('nothing is meant', () => {
  test.each([
    'pizza',
    'two large pizzas',
    'clinic',
    'hello',
    'yes',
    'no',
    '1',
    '2',
    '15:30',
    '2026-06-02',
    '??',
    '',
    '   ',
    '🍕',
    'ok thanks',
    'what does it mean',
    'tomorrow',
    'monday at nine',
    'cancel',
    'xyzzy',
    'qwertyuiop',
    'football',
    'car wash',
    'restaurant',
    'the',
    'Dr Pizza',
    'Dr Tomorrowman',
    'Zimmermann',
    'Wolfgang',
    'london',
    'بيتزا',
    'पिज़्ज़ा',
    'merci beaucoup',
    'asante sana',
    "' or 1=1 --",
    '%_%',
  ])('%s', async (typed) => expect((await find(typed)).map(label)).toEqual([]));
});

describe('narrowed', () => {
  test('to kinds', async () => {
    expect((await find('ngozi', { kinds: ['provider'] })).map(label)).toEqual(['Dr Ngozi Okafor']);
    expect((await find('ngozi', { kinds: ['specialty'] })).map(label)).toEqual(['dermatology']);
  });

  test('to a clinic: its own people and services', async () => {
    const [{ id }] = await fresh.dataSource.query<[{ id: ClinicId }]>(
      `select id from clinic where name = 'Hudson Health'`,
    );
    expect((await find('silva', { clinicId: id })).map(label)).toEqual(['Dr Rui Silva']);
    expect(await find('teeth cleaning', { clinicId: id, kinds: ['service'] })).toHaveLength(1);
    expect(await find('teeth cleaning', { kinds: ['service'] })).toHaveLength(2);
  });

  test('to a number', async () => expect(await find('silva', { limit: 1 })).toHaveLength(1));

  test('to what a message can hold', async () => {
    expect((await find(`${'blah '.repeat(10_000)} okafor`)).map(label)).toEqual([]);
  });
});
