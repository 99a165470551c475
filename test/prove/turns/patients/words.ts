/** What people of a language write, in their own way, correctly; typing errors come on top of it. */
export interface Words {
  book: string[];
  move: string[];
  cancel: string[];
  needs: Record<Need, string[]>;
  forMySon: string;
  days: string[];
  yes: string[];
  others: string[];
  noneOfThese: string;
  manners: string[];
  asides: string[];
  impatient: string[];
  names: [string, string][];
}

export type Need = 'dermatology' | 'dentistry' | 'paediatrics' | 'general_practice' | 'ophthalmology';
export const LANGUAGES = ['en', 'es', 'fr', 'pt', 'sw', 'ar', 'hi'] as const;
export type Language = (typeof LANGUAGES)[number];

const IMPATIENT = ['?', '???', '...', 'hello?', '🙏', 'asap!!'];

export const WORDS: Record<Language, Words> = {
  en: {
    book: ['I need a {need}', '{need} {day} please', 'book {need} {day}', 'hi, can I see a {need} {day}?', '{need}'],
    move: ['I want to move my appointment', 'can I change my visit to another day', 'reschedule please'],
    cancel: ['I want to cancel my appointment', 'I cannot come to my visit', 'please cancel my visit'],
    needs: {
      dermatology: ['skin doctor', 'dermatologist'],
      dentistry: ['dentist'],
      paediatrics: ["children's doctor", 'pediatrician'],
      general_practice: ['general doctor', 'gp'],
      ophthalmology: ['eye doctor'],
    },
    forMySon: 'for my son',
    days: ['tomorrow', 'on Wednesday', 'Thursday', 'next week', 'tomorrow after 3', 'Friday morning'],
    yes: ['yes', 'ok', 'yes please'],
    others: ['other times', 'none of these'],
    noneOfThese: 'no, Thursday',
    manners: ['thanks', 'thank you'],
    asides: ['help', 'menu', 'my visits', 'how much does it cost?', 'back'],
    impatient: IMPATIENT,
    names: [
      ['Grace', 'Wanjiru'],
      ['Will', 'May'],
      ['Kwame', 'Boateng'],
      ['Amina', 'Yusuf'],
      ['Sarah', 'Cohen'],
    ],
  },
  es: {
    book: ['Necesito un {need}', 'hola, quiero una cita con el {need} {day}', '{need} {day} por favor', '{need}'],
    move: ['quiero cambiar mi cita', 'necesito mover mi cita a otro día'],
    cancel: ['quiero cancelar mi cita', 'no puedo ir a mi cita', 'quiero anular la cita'],
    needs: {
      dermatology: ['dermatólogo', 'médico de la piel'],
      dentistry: ['dentista'],
      paediatrics: ['pediatra'],
      general_practice: ['médico general', 'médico de cabecera'],
      ophthalmology: ['oculista', 'oftalmólogo'],
    },
    forMySon: 'para mi hijo',
    days: ['mañana', 'el miércoles', 'el jueves', 'mañana por la tarde', 'la próxima semana'],
    yes: ['sí', 'vale', 'si por favor'],
    others: ['otras horas', 'ninguna'],
    noneOfThese: 'no, el jueves',
    manners: ['gracias'],
    asides: ['ayuda', 'menú', 'mis citas', '¿cuánto cuesta?', 'volver'],
    impatient: IMPATIENT,
    names: [
      ['María', 'López'],
      ['José', 'Núñez'],
      ['Lucía', 'García'],
      ['Andrés', 'Peña'],
    ],
  },
  fr: {
    book: ['je voudrais un rendez-vous chez le {need} {day}', "j'ai besoin d'un {need}", '{need} {day} svp', '{need}'],
    move: ['je veux déplacer mon rendez-vous', 'je voudrais changer mon rendez-vous'],
    cancel: ['je veux annuler mon rendez-vous', 'je ne peux pas venir à mon rendez-vous'],
    needs: {
      dermatology: ['dermatologue', 'médecin de la peau'],
      dentistry: ['dentiste'],
      paediatrics: ['pédiatre'],
      general_practice: ['médecin généraliste', 'généraliste'],
      ophthalmology: ['ophtalmologue', 'ophtalmo'],
    },
    forMySon: 'pour mon fils',
    days: ['demain', 'mercredi', 'jeudi matin', 'demain après 15h', 'la semaine prochaine'],
    yes: ['oui', "d'accord", 'oui merci'],
    others: ['autres heures', 'aucune'],
    noneOfThese: 'non, jeudi',
    manners: ['merci'],
    asides: ['aide', 'menu', 'mes rendez-vous', 'combien ça coûte ?', 'retour'],
    impatient: IMPATIENT,
    names: [
      ['Awa', 'Ndiaye'],
      ['Jean-Pierre', 'Lefèvre'],
      ['Fatou', 'Diop'],
      ['Zoé', 'Martin'],
    ],
  },
  pt: {
    book: [
      'preciso de um {need}',
      'oi, quero marcar {need} {day}',
      '{need} {day}',
      'queria uma consulta com o {need}',
      '{need}',
    ],
    move: ['quero mudar a minha consulta', 'preciso remarcar a consulta'],
    cancel: ['quero cancelar a minha consulta', 'não posso ir à consulta', 'quero desmarcar'],
    needs: {
      dermatology: ['dermatologista', 'médico da pele'],
      dentistry: ['dentista'],
      paediatrics: ['pediatra'],
      general_practice: ['clínico geral', 'médico de família'],
      ophthalmology: ['oftalmologista', 'oculista'],
    },
    forMySon: 'para o meu filho',
    days: ['amanhã', 'quarta', 'quinta', 'amanhã à tarde', 'na próxima semana'],
    yes: ['sim', 'pode ser', 'sim por favor'],
    others: ['outras horas', 'nenhuma'],
    noneOfThese: 'não, quinta',
    manners: ['obrigada', 'obrigado'],
    asides: ['ajuda', 'menu', 'minhas consultas', 'quanto custa?', 'voltar'],
    impatient: IMPATIENT,
    names: [
      ['João', 'da Silva'],
      ['Inês', 'Gonçalves'],
      ['Beatriz', 'Sousa'],
      ['Rui', 'Magalhães'],
    ],
  },
  sw: {
    book: ['nahitaji {need}', 'nataka kuona {need} {day}', 'naomba miadi na {need} {day}', '{need}'],
    move: ['nataka kubadilisha miadi yangu', 'naomba kuahirisha miadi'],
    cancel: ['nataka kufuta miadi yangu', 'siwezi kuja kwenye miadi yangu'],
    needs: {
      dermatology: ['daktari wa ngozi'],
      dentistry: ['daktari wa meno'],
      paediatrics: ['daktari wa watoto'],
      general_practice: ['daktari wa kawaida'],
      ophthalmology: ['daktari wa macho'],
    },
    forMySon: 'kwa mwanangu',
    days: ['kesho', 'Jumatano', 'Alhamisi', 'kesho mchana', 'wiki ijayo'],
    yes: ['ndiyo', 'sawa', 'ndio'],
    others: ['nyakati nyingine', 'hakuna'],
    noneOfThese: 'hapana, Alhamisi',
    manners: ['asante', 'asante sana'],
    asides: ['msaada', 'menyu', 'miadi yangu', 'ni pesa ngapi?', 'rudi'],
    impatient: IMPATIENT,
    names: [
      ['Neema', 'Mushi'],
      ['Juma', 'Otieno'],
      ['Asha', 'Mwangi'],
      ['Baraka', 'Kimaro'],
    ],
  },
  ar: {
    book: ['أحتاج {need}', 'أريد موعدا مع {need} {day}', '{need} {day} من فضلك', '{need}'],
    move: ['أريد تغيير موعدي', 'أريد تأجيل الموعد'],
    cancel: ['أريد إلغاء موعدي', 'لا أستطيع الحضور إلى موعدي'],
    needs: {
      dermatology: ['طبيب جلدية'],
      dentistry: ['طبيب أسنان'],
      paediatrics: ['طبيب أطفال'],
      general_practice: ['طبيب عام'],
      ophthalmology: ['طبيب عيون'],
    },
    forMySon: 'لابني',
    days: ['غدا', 'يوم الأربعاء', 'الخميس', 'غدا بعد الظهر', 'الأسبوع القادم'],
    yes: ['نعم', 'تمام', 'نعم من فضلك'],
    others: ['أوقات أخرى', 'ولا واحد'],
    noneOfThese: 'لا، الخميس',
    manners: ['شكرا', 'شكرا جزيلا'],
    asides: ['مساعدة', 'القائمة', 'مواعيدي', 'كم السعر؟', 'رجوع'],
    impatient: IMPATIENT,
    names: [
      ['ليلى', 'حداد'],
      ['محمد', 'سعيد'],
      ['نور', 'الهاشمي'],
      ['يوسف', 'منصور'],
    ],
  },
  hi: {
    book: ['मुझे {need} से मिलना है', '{day} {need} चाहिए', '{need} का अपॉइंटमेंट चाहिए {day}', '{need}'],
    move: ['मुझे अपना अपॉइंटमेंट बदलना है', 'अपॉइंटमेंट का समय बदलना है'],
    cancel: ['मुझे अपॉइंटमेंट रद्द करना है', 'मैं अपॉइंटमेंट पर नहीं आ सकता'],
    needs: {
      dermatology: ['त्वचा के डॉक्टर', 'स्किन डॉक्टर'],
      dentistry: ['दाँत के डॉक्टर', 'डेंटिस्ट'],
      paediatrics: ['बच्चों के डॉक्टर'],
      general_practice: ['जनरल डॉक्टर'],
      ophthalmology: ['आँखों के डॉक्टर'],
    },
    forMySon: 'मेरे बेटे के लिए',
    days: ['कल', 'बुधवार को', 'गुरुवार', 'कल दोपहर', 'अगले हफ्ते'],
    yes: ['हाँ', 'ठीक है', 'जी हाँ'],
    others: ['दूसरे समय', 'कोई नहीं'],
    noneOfThese: 'नहीं, गुरुवार',
    manners: ['धन्यवाद', 'शुक्रिया'],
    asides: ['मदद', 'मेनू', 'मेरे अपॉइंटमेंट', 'कितना खर्च होगा?', 'वापस'],
    impatient: IMPATIENT,
    names: [
      ['राम', 'कुमार'],
      ['सीता', 'शर्मा'],
      ['अंजलि', 'वर्मा'],
      ['राजेश', 'गुप्ता'],
    ],
  },
};
