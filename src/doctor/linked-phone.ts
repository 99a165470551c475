import type { Config } from '../config';
import { type Finding, reach } from './finding';

/** Where a linked phone is wanted, somebody must hold it. */
export async function linkedPhone({ whatsappWeb }: Config): Promise<Finding[]> {
  if (!whatsappWeb) return [];
  const { failure } = await reach(`http://127.0.0.1:${whatsappWeb.port}`);
  return failure ? [{ state: 'WRONG', what: 'the linked phone', words: 'nobody holds it: npm run whatsapp-web' }] : [];
}
