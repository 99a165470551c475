import { languages, readLocaleFile } from './phrases';

/** A text that WhatsApp approves beforehand, as it stands in locales/: whoever changes the words raises the version, and has it approved again. */
export interface Template {
  version: number;
  body: string;
  /** What can be tapped: the first of the choices of its question, in their order. */
  buttons: string[];
}

type Templates = Record<string, Template>;

const books = new Map(languages.map((language) => [language, readLocaleFile(language, 'whatsapp.json') as Templates]));

/** Each by the phrase that it stands for. */
export const templatesOf = (language: string): Templates => books.get(language) ?? {};

/** As it is called at the provider: `reminder_ask_v1`. */
export const nameOf = (key: string, { version }: Template): string => `${key.replaceAll('.', '_')}_v${version}`;

/** What is filled in, in the order in which it stands there. */
export const variablesOfTemplate = ({ body }: Template): string[] => [
  ...new Set([...body.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name as string)),
];

/** Providers know variables by number. */
export const numbered = (template: Template): string =>
  variablesOfTemplate(template).reduce(
    (text, name, i) => text.replaceAll(`{{${name}}}`, `{{${i + 1}}}`),
    template.body,
  );

export const filledIn = (template: Template, values: readonly string[]): string =>
  variablesOfTemplate(template).reduce(
    (text, name, i) => text.replaceAll(`{{${name}}}`, values[i] ?? ''),
    template.body,
  );

/** By the name and language under which a provider knows them. */
export function approvedWords(name: string, language: string): { body: string; buttons: string[] } | undefined {
  const found = Object.entries(templatesOf(language)).find(([key, template]) => nameOf(key, template) === name);
  return found && { body: numbered(found[1]), buttons: found[1].buttons };
}
