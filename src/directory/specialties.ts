import type { Names, Words } from '../database/entities';
import type { SpecialtyCode } from '../database/ids';

/**
 * What a clinic starts from. For each language: what we call it when we write to a patient, then what people type instead.
 * The list lives in the database afterwards, where a clinic changes it as it likes.
 */
const LIST: Record<string, Record<string, [name: string, words: string]>> = {
  general_practice: {
    en: [
      'General doctor',
      'doctor, GP, family doctor, general practitioner, checkup, fever, flu, cough, cold, headache, sick',
    ],
    es: [
      'Medicina general',
      'médico, médico de cabecera, médico de familia, doctor, chequeo, fiebre, gripe, tos, resfriado',
    ],
    fr: [
      'Médecine générale',
      'médecin, généraliste, médecin traitant, docteur, bilan de santé, fièvre, grippe, toux, rhume',
    ],
    pt: [
      'Clínica geral',
      'médico, médico de família, clínico geral, doutor, febre, gripe, tosse, constipação, resfriado',
    ],
    sw: ['Daktari wa kawaida', 'daktari, daktari mkuu, homa, kikohozi, mafua, malaria, mgonjwa, uchunguzi wa afya'],
    ar: ['طب عام', 'طبيب, طبيب عام, دكتور, طبيب الأسرة, فحص, حمى, انفلونزا, سعال, زكام, صداع'],
    hi: ['सामान्य चिकित्सक', 'डॉक्टर, फैमिली डॉक्टर, बुखार, खांसी, जुकाम, सर्दी, सिरदर्द, जांच'],
  },
  dentistry: {
    en: ['Dentist', 'dental, tooth, teeth, toothache, gums, braces, filling, root canal, tooth doctor'],
    es: ['Dentista', 'odontología, odontólogo, dental, diente, dientes, muela, dolor de muelas, encías, caries'],
    fr: ['Dentiste', 'dentaire, dent, dents, mal aux dents, rage de dents, gencives, carie, détartrage'],
    pt: ['Dentista', 'odontologia, dentário, estomatologia, dente, dentes, dor de dentes, gengiva, cárie'],
    sw: ['Daktari wa meno', 'meno, jino, maumivu ya jino, fizi, kung’oa jino'],
    ar: ['طبيب أسنان', 'أسنان, سن, ضرس, ألم الأسنان, وجع أسنان, لثة, تقويم, حشوة'],
    hi: ['दंत चिकित्सक', 'दांत, दाँत, दांत दर्द, डेंटिस्ट, मसूड़े, दांतों का डॉक्टर'],
  },
  dermatology: {
    en: ['Skin doctor', 'dermatology, dermatologist, derma, skin, rash, acne, eczema, mole, itching, pimples'],
    es: ['Dermatología', 'dermatólogo, dermatóloga, piel, médico de la piel, sarpullido, acné, eccema, lunar, granos'],
    fr: ['Dermatologie', 'dermatologue, dermato, peau, médecin de la peau, boutons, acné, eczéma, grain de beauté'],
    pt: ['Dermatologia', 'dermatologista, pele, médico da pele, erupção, acne, eczema, sinal na pele, borbulhas'],
    sw: ['Daktari wa ngozi', 'ngozi, upele, chunusi, kuwashwa, vipele'],
    ar: ['طبيب جلدية', 'جلدية, جلد, طبيب جلد, أمراض جلدية, طفح جلدي, حب الشباب, اكزيما, حكة'],
    hi: ['त्वचा रोग विशेषज्ञ', 'त्वचा, स्किन डॉक्टर, चर्म रोग, खुजली, दाने, मुंहासे, एक्जिमा'],
  },
  paediatrics: {
    en: [
      "Children's doctor",
      'paediatrician, pediatrician, pediatrics, paediatrics, child, kids doctor, baby doctor, baby, child doctor',
    ],
    es: ['Pediatría', 'pediatra, niños, médico de niños, bebé, mi hijo, mi hija'],
    fr: ['Pédiatrie', 'pédiatre, enfants, médecin pour enfants, bébé, nourrisson'],
    pt: ['Pediatria', 'pediatra, crianças, médico de crianças, bebé, bebê'],
    sw: ['Daktari wa watoto', 'watoto, mtoto, mtoto mchanga, kliniki ya watoto'],
    ar: ['طبيب أطفال', 'أطفال, طفل, رضيع, طب الأطفال'],
    hi: ['बाल रोग विशेषज्ञ', 'बच्चों का डॉक्टर, बच्चा, शिशु, बाल रोग'],
  },
  gynaecology: {
    en: [
      "Women's doctor",
      'gynaecology, gynaecologist, gynecologist, gynecology, gyn, obgyn, womens health, pap smear, period pain, contraception',
    ],
    es: ['Ginecología', 'ginecólogo, ginecóloga, salud de la mujer, citología, regla, anticonceptivos'],
    fr: ['Gynécologie', 'gynécologue, gynéco, santé de la femme, frottis, règles, contraception'],
    pt: ['Ginecologia', 'ginecologista, saúde da mulher, papanicolau, menstruação, contraceção'],
    sw: ['Daktari wa wanawake', 'wanawake, magonjwa ya wanawake, hedhi, uzazi wa mpango'],
    ar: ['طبيب نساء', 'نساء, أمراض النساء, طبيبة نسائية, نسائية, الدورة الشهرية'],
    hi: ['स्त्री रोग विशेषज्ञ', 'स्त्री रोग, महिला डॉक्टर, गायनी, माहवारी'],
  },
  obstetrics: {
    en: ['Pregnancy care', 'obstetrics, obstetrician, midwife, pregnant, pregnancy, antenatal, prenatal, ultrasound'],
    es: ['Obstetricia', 'obstetra, matrona, comadrona, embarazo, embarazada, prenatal, ecografía'],
    fr: ['Obstétrique', 'obstétricien, sage-femme, grossesse, enceinte, prénatal, échographie'],
    pt: ['Obstetrícia', 'obstetra, parteira, gravidez, grávida, pré-natal, ecografia'],
    sw: ['Kliniki ya wajawazito', 'mjamzito, wajawazito, mimba, mkunga, ujauzito'],
    ar: ['رعاية الحمل', 'توليد, طبيب توليد, حامل, حمل, قابلة, ولادة'],
    hi: ['प्रसूति देखभाल', 'गर्भावस्था, गर्भवती, प्रसूति, दाई, अल्ट्रासाउंड'],
  },
  cardiology: {
    en: ['Heart doctor', 'cardiology, cardiologist, cardio, heart, blood pressure, palpitations, hypertension'],
    es: ['Cardiología', 'cardiólogo, cardióloga, corazón, tensión alta, presión arterial, palpitaciones'],
    fr: ['Cardiologie', 'cardiologue, cardio, cœur, tension, hypertension, palpitations'],
    pt: ['Cardiologia', 'cardiologista, coração, tensão alta, pressão alta, palpitações'],
    sw: ['Daktari wa moyo', 'moyo, shinikizo la damu, presha, mapigo ya moyo'],
    ar: ['طبيب قلب', 'قلب, أمراض القلب, ضغط الدم, خفقان'],
    hi: ['हृदय रोग विशेषज्ञ', 'दिल, हृदय, दिल का डॉक्टर, ब्लड प्रेशर, धड़कन'],
  },
  ophthalmology: {
    en: ['Eye doctor', 'ophthalmology, ophthalmologist, optician, eye, eyes, eyesight, glasses, vision, cataract'],
    es: ['Oftalmología', 'oftalmólogo, oculista, ojo, ojos, vista, gafas, lentes, cataratas'],
    fr: ['Ophtalmologie', 'ophtalmologue, ophtalmo, oculiste, œil, yeux, vue, lunettes, cataracte'],
    pt: ['Oftalmologia', 'oftalmologista, oculista, olho, olhos, vista, óculos, cataratas'],
    sw: ['Daktari wa macho', 'macho, jicho, miwani, mtoto wa jicho'],
    ar: ['طبيب عيون', 'عيون, عين, نظر, نظارات, رمد'],
    hi: ['नेत्र रोग विशेषज्ञ', 'आंख, आँख, आंखों का डॉक्टर, चश्मा, मोतियाबिंद'],
  },
  orthopaedics: {
    en: [
      'Bones and joints',
      'orthopaedics, orthopedics, orthopedist, ortho, bone doctor, bone, joint, knee, fracture, back pain, shoulder, hip',
    ],
    es: [
      'Traumatología',
      'ortopedia, ortopedista, traumatólogo, huesos, articulaciones, rodilla, fractura, espalda, hombro, cadera',
    ],
    fr: ['Orthopédie', 'orthopédiste, os, articulations, genou, fracture, mal de dos, épaule, hanche'],
    pt: ['Ortopedia', 'ortopedista, ossos, articulações, joelho, fratura, dor nas costas, ombro, anca'],
    sw: ['Daktari wa mifupa', 'mifupa, mfupa, goti, viungo, kuvunjika, mgongo, bega'],
    ar: ['طبيب عظام', 'عظام, عظم, مفاصل, ركبة, كسر, ألم الظهر, كتف'],
    hi: ['हड्डी रोग विशेषज्ञ', 'हड्डी, हड्डी का डॉक्टर, घुटना, जोड़, कमर दर्द, कंधा'],
  },
  ent: {
    en: ['Ear, nose and throat', 'ENT, ear, nose, throat, earache, sinus, tonsils, hearing, sore throat'],
    es: ['Otorrinolaringología', 'otorrino, oído, nariz, garganta, dolor de oído, sinusitis, amígdalas, anginas'],
    fr: ['ORL', 'oto-rhino, oreille, nez, gorge, otite, sinusite, amygdales'],
    pt: ['Otorrinolaringologia', 'otorrino, ouvido, nariz, garganta, dor de ouvidos, sinusite, amígdalas'],
    sw: ['Masikio, pua na koo', 'masikio, sikio, pua, koo, maumivu ya sikio'],
    ar: ['أنف وأذن وحنجرة', 'أذن, أنف, حنجرة, ألم الأذن, جيوب أنفية, لوزتين'],
    hi: ['कान नाक गला', 'कान, नाक, गला, ईएनटी, कान दर्द, टॉन्सिल'],
  },
  psychiatry: {
    en: ['Psychiatrist', 'psychiatry, mental health doctor, depression, anxiety, bipolar'],
    es: ['Psiquiatría', 'psiquiatra, depresión, ansiedad, salud mental'],
    fr: ['Psychiatrie', 'psychiatre, dépression, angoisse, santé mentale'],
    pt: ['Psiquiatria', 'psiquiatra, depressão, ansiedade, saúde mental'],
    sw: ['Daktari wa afya ya akili', 'afya ya akili, magonjwa ya akili, huzuni, msongo, wasiwasi'],
    ar: ['طبيب نفسي', 'طب نفسي, نفسية, اكتئاب, قلق'],
    hi: ['मनोचिकित्सक', 'मानसिक स्वास्थ्य, अवसाद, डिप्रेशन, चिंता'],
  },
  psychology: {
    en: [
      'Psychologist',
      'psychology, therapist, therapy, counsellor, counselor, counselling, counseling, talk therapy, stress',
    ],
    es: ['Psicología', 'psicólogo, psicóloga, terapeuta, terapia, consejería, estrés'],
    fr: ['Psychologie', 'psychologue, psy, thérapeute, thérapie, stress'],
    pt: ['Psicologia', 'psicólogo, psicóloga, terapeuta, terapia, aconselhamento, stress'],
    sw: ['Mwanasaikolojia', 'saikolojia, ushauri nasaha, mshauri, msongo wa mawazo'],
    ar: ['أخصائي نفسي', 'علم النفس, معالج نفسي, علاج نفسي, استشارة نفسية, توتر'],
    hi: ['मनोवैज्ञानिक', 'काउंसलर, काउंसलिंग, थेरेपी, तनाव'],
  },
  physiotherapy: {
    en: ['Physiotherapy', 'physio, physiotherapist, physical therapy, physical therapist, rehab, sports injury'],
    es: ['Fisioterapia', 'fisio, fisioterapeuta, rehabilitación, lesión deportiva, masaje terapéutico'],
    fr: ['Kinésithérapie', 'kiné, kinésithérapeute, physiothérapie, rééducation, blessure sportive'],
    pt: ['Fisioterapia', 'fisio, fisioterapeuta, reabilitação, lesão desportiva'],
    sw: ['Tiba ya viungo', 'fiziotherapia, mazoezi ya viungo, tiba ya mwili'],
    ar: ['علاج طبيعي', 'علاج فيزيائي, أخصائي علاج طبيعي, تأهيل'],
    hi: ['फिजियोथेरेपी', 'फिजियो, फिजियोथेरेपिस्ट, व्यायाम चिकित्सा'],
  },
  nutrition: {
    en: ['Nutrition', 'nutritionist, dietitian, dietician, diet, weight loss, eating, weight'],
    es: ['Nutrición', 'nutricionista, dietista, dieta, bajar de peso, adelgazar'],
    fr: ['Nutrition', 'nutritionniste, diététicien, diététicienne, régime, perdre du poids'],
    pt: ['Nutrição', 'nutricionista, dietista, dieta, perder peso, emagrecer'],
    sw: ['Lishe', 'mtaalamu wa lishe, chakula bora, kupunguza uzito'],
    ar: ['تغذية', 'أخصائي تغذية, حمية, رجيم, إنقاص الوزن'],
    hi: ['पोषण', 'आहार विशेषज्ञ, डाइटीशियन, डाइट, वजन घटाना'],
  },
  vaccination: {
    en: [
      'Vaccination',
      'vaccine, vaccines, vaccinations, jab, shot, immunisation, immunization, flu shot, travel vaccine, tetanus',
    ],
    es: ['Vacunación', 'vacuna, vacunas, vacunarme, inmunización, tétanos'],
    fr: ['Vaccination', 'vaccin, vaccins, piqûre, rappel vaccin, tétanos'],
    pt: ['Vacinação', 'vacina, vacinas, imunização, tétano'],
    sw: ['Chanjo', 'chanjo ya mtoto, kuchanja, sindano ya chanjo, pepopunda'],
    ar: ['تطعيم', 'لقاح, تطعيمات, لقاحات, تحصين'],
    hi: ['टीकाकरण', 'टीका, वैक्सीन, टीके, इंजेक्शन'],
  },
  laboratory: {
    en: ['Laboratory tests', 'lab, laboratory, blood test, blood work, urine test, tests, analysis'],
    es: ['Laboratorio', 'análisis, análisis de sangre, analítica, examen de orina, pruebas'],
    fr: ['Laboratoire', 'analyses, prise de sang, analyse de sang, analyse d’urine, labo'],
    pt: ['Laboratório', 'análises, análises ao sangue, exame de sangue, análise de urina'],
    sw: ['Maabara', 'kipimo cha damu, vipimo, kupima damu, kipimo cha mkojo'],
    ar: ['مختبر', 'تحاليل, تحليل دم, فحص دم, تحليل بول, معمل'],
    hi: ['प्रयोगशाला', 'लैब, खून की जांच, ब्लड टेस्ट, पेशाब की जांच'],
  },
  urology: {
    en: ['Urology', 'urologist, bladder, prostate, urine, kidney stones, kidney'],
    es: ['Urología', 'urólogo, vejiga, próstata, orina, cálculos renales, riñón'],
    fr: ['Urologie', 'urologue, vessie, prostate, urine, calculs rénaux, rein'],
    pt: ['Urologia', 'urologista, bexiga, próstata, urina, pedras nos rins, rim'],
    sw: ['Daktari wa mkojo', 'mkojo, kibofu, tezi dume, figo'],
    ar: ['مسالك بولية', 'طبيب مسالك, مثانة, بروستات, كلى, حصوات'],
    hi: ['मूत्र रोग विशेषज्ञ', 'पेशाब, मूत्राशय, प्रोस्टेट, पथरी, किडनी'],
  },
  neurology: {
    en: ['Neurology', 'neurologist, neuro, brain, nerves, migraine, epilepsy, seizures, numbness'],
    es: ['Neurología', 'neurólogo, neuróloga, cerebro, nervios, migraña, epilepsia'],
    fr: ['Neurologie', 'neurologue, cerveau, nerfs, migraine, épilepsie'],
    pt: ['Neurologia', 'neurologista, cérebro, nervos, enxaqueca, epilepsia'],
    sw: ['Daktari wa mishipa ya fahamu', 'neva, mishipa ya fahamu, ubongo, kifafa, kipandauso'],
    ar: ['طبيب أعصاب', 'أعصاب, دماغ, صداع نصفي, شقيقة, صرع'],
    hi: ['तंत्रिका रोग विशेषज्ञ', 'न्यूरोलॉजिस्ट, दिमाग, नस, माइग्रेन, मिर्गी'],
  },
  gastroenterology: {
    en: [
      'Stomach and digestion',
      'gastroenterology, gastroenterologist, gastro, stomach, digestion, heartburn, stomach ache, liver, diarrhoea',
    ],
    es: ['Gastroenterología', 'gastroenterólogo, digestivo, estómago, barriga, acidez, hígado, diarrea'],
    fr: ['Gastro-entérologie', 'gastro-entérologue, gastro, estomac, ventre, digestion, brûlures d’estomac, foie'],
    pt: ['Gastrenterologia', 'gastroenterologia, gastroenterologista, estômago, barriga, azia, fígado, digestão'],
    sw: ['Daktari wa tumbo', 'tumbo, maumivu ya tumbo, kiungulia, ini, kuhara, vidonda vya tumbo'],
    ar: ['جهاز هضمي', 'معدة, بطن, هضم, ألم المعدة, قولون, كبد, حموضة'],
    hi: ['पेट रोग विशेषज्ञ', 'पेट, पेट दर्द, एसिडिटी, पाचन, लिवर, दस्त'],
  },
  endocrinology: {
    en: ['Hormones and diabetes', 'endocrinology, endocrinologist, diabetes, thyroid, hormones, sugar, insulin'],
    es: ['Endocrinología', 'endocrino, endocrinólogo, diabetes, tiroides, hormonas, azúcar'],
    fr: ['Endocrinologie', 'endocrinologue, diabète, thyroïde, hormones, sucre'],
    pt: ['Endocrinologia', 'endocrinologista, diabetes, tiroide, tireoide, hormonas, açúcar'],
    sw: ['Homoni na kisukari', 'kisukari, homoni, tezi, sukari'],
    ar: ['غدد صماء وسكري', 'سكري, غدد, غدة درقية, هرمونات, طبيب سكري'],
    hi: ['हार्मोन और मधुमेह', 'मधुमेह, शुगर, डायबिटीज, थायराइड, हार्मोन'],
  },
};

export interface KnownSpecialty {
  readonly code: SpecialtyCode;
  readonly names: Names;
  readonly words: Words;
}

export const SPECIALTIES: readonly KnownSpecialty[] = Object.entries(LIST).map(([code, languages]) => ({
  code: code as SpecialtyCode, // here is where the codes come from
  names: mapValues(languages, ([name]) => name),
  words: mapValues(languages, ([, words]) => words.split(', ')),
}));

function mapValues<From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
