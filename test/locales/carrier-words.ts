/**
 * Words that a carrier acts on by itself when they are a whole message, in English and in the languages where carriers
 * are known or said to do the same. We never write them where they could be taken for an answer to give.
 */
export const OPT_OUT: Record<string, string> = {
  en: 'stop stopall unsubscribe cancel end quit revoke optout',
  es: 'alto baja cancelar parar salir fin',
  fr: 'arret arrete arretez arreter annuler fin',
  pt: 'parar sair cancelar fim',
  sw: 'acha simamisha sitisha ghairi',
  ar: 'توقف إيقاف ايقاف إلغاء الغاء قف',
  hi: 'रोकें रोको बंद रद्द',
};

/** These subscribe again, or are answered by the carrier itself: no answer of ours may consist of one. */
export const OPT_IN_AND_HELP: Record<string, string> = {
  en: 'start yes unstop help info',
  es: 'si ayuda',
  fr: 'oui aide',
  pt: 'sim ajuda',
  sw: 'ndiyo msaada',
  ar: 'نعم مساعدة',
  hi: 'हां हाँ मदद',
};
