import { types } from 'pg';
import { theVault } from '../sealing/sealed';
import { mayBeSealed } from '../sealing/vault';

type Parse = (raw: string) => unknown;

/** What is sealed in the database is opened where the connection hands it over, so no query has to think of it. */
const open = (text: string): string => (mayBeSealed(text) ? theVault().open(text) : text);

/** Every text of a document is opened, and a document that was sealed whole is put back together. */
function openWithin(value: unknown): unknown {
  if (typeof value === 'string') return open(value);
  if (Array.isArray(value)) return value.map(openWithin);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, openWithin(inner)] as const);
  const { sealed, ...inTheOpen } = Object.fromEntries(entries);
  const whole = 'sealed' in value && typeof sealed === 'string' && sealed !== value.sealed;
  if (whole) return { ...inTheOpen, ...(JSON.parse(sealed) as object) };
  return sealed === undefined ? inTheOpen : { ...inTheOpen, sealed };
}

const { TEXT, VARCHAR, JSON: JSON_TYPE, JSONB } = types.builtins;
const TEXTS = 1009; // text[], which the driver does not name

const openedTexts: Record<number, (usual: Parse) => Parse> = {
  [TEXT]: () => open,
  [VARCHAR]: () => open,
  [TEXTS]: (usual) => (raw) => openWithin(usual(raw)),
};
const openedDocument = (usual: Parse): Parse => {
  return (raw) => (mayBeSealed(raw) ? openWithin(usual(raw)) : usual(raw));
};
const opened: Record<number, (usual: Parse) => Parse> = {
  ...openedTexts,
  [JSON_TYPE]: openedDocument,
  [JSONB]: openedDocument,
};

/** For `types` of a pg client. */
export const openedTypes = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    const usual = types.getTypeParser(oid, format as 'text') as Parse;
    return format === 'binary' ? usual : (opened[oid]?.(usual) ?? usual);
  }) as typeof types.getTypeParser,
};
