// npm run templates -- [twilio | meta]
import { languages } from './conversation/phrases';
import { nameOf, numbered, type Template, templatesOf, variablesOfTemplate } from './conversation/templates';

/** What providers want to see filled in when they look at it. */
const EXAMPLES: Record<string, string> = {
  clinicName: 'Jacaranda Clinic',
  patient: 'Amina',
  when: 'Tue, 24 Nov, 09:30',
  provider: 'Dr Otieno',
  delay: '30 minutes',
  cost: 'KES 1,500',
};

interface Listed {
  name: string;
  language: string;
  template: Template;
}

const all = (): Listed[] =>
  languages.flatMap((language) =>
    Object.entries(templatesOf(language)).map(([key, template]) => ({
      name: nameOf(key, template),
      language,
      template,
    })),
  );

const examplesFor = (template: Template): string[] =>
  variablesOfTemplate(template).map((name) => EXAMPLES[name] ?? name);

/** For the list of a person: what to enter, word by word. */
const inWords = ({ name, language, template }: Listed): string =>
  [
    `${name}  ${language}  UTILITY`,
    `  ${numbered(template)}`,
    ...examplesFor(template).map((example, i) => `  {{${i + 1}}} for example ${example}`),
    ...template.buttons.map((label) => `  [${label}]`),
  ].join('\n');

// https://www.twilio.com/docs/content/create-templates-with-the-content-template-builder-api; found again by its name
function forTwilio({ name, language, template }: Listed): object {
  const examples = [...examplesFor(template), '7'];
  const actions = template.buttons.map((title, i) => ({
    type: 'QUICK_REPLY',
    title,
    id: `p{{${examples.length}}}c${i + 1}`,
  }));
  const body = numbered(template);
  return {
    friendly_name: `${name}_${language}`,
    language,
    variables: Object.fromEntries(examples.map((example, i) => [i + 1, example])),
    types: actions.length > 0 ? { 'twilio/quick-reply': { body, actions } } : { 'twilio/text': { body } },
  };
}

// https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates
const forMeta = ({ name, language, template }: Listed): object => ({
  name,
  language,
  category: 'UTILITY',
  components: [
    { type: 'BODY', text: numbered(template), example: { body_text: [examplesFor(template)] } },
    ...(template.buttons.length > 0
      ? [{ type: 'BUTTONS', buttons: template.buttons.map((text) => ({ type: 'QUICK_REPLY', text })) }]
      : []),
  ],
});

const LISTS: Record<string, (listed: Listed) => string> = {
  list: inWords,
  twilio: (listed) => JSON.stringify(forTwilio(listed)),
  meta: (listed) => JSON.stringify(forMeta(listed)),
};

const [which = 'list'] = process.argv.slice(2);
const lines = LISTS[which];
if (lines) process.stdout.write(`${all().map(lines).join('\n')}\n`);
else {
  process.stderr.write('Say which: npm run templates, npm run templates -- twilio, or npm run templates -- meta\n');
  process.exitCode = 1;
}
