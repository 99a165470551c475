import type { Choice, FlowName, Question } from '../../../../flows/vocabulary';
import type { Random } from '../../random';
import { type Person, typed, written } from './person';

/** What somebody sees on their screen when they think of an answer. */
export interface Screen {
  /** The open question; none when everything is said. */
  question?: Question;
  /** How often they have written so far. */
  wrote: number;
  achieved: boolean;
  /** What they asked for, or were asked, was not to be had. */
  hopeless: boolean;
}

export interface Answer {
  text: string;
  /** Not what was asked: an aside, a slip, a wrong date. It does not count as a message that a booking needs. */
  aside?: boolean;
  /** A second message right behind it. */
  and?: string;
}

/** Nobody writes for ever. */
const PATIENCE = 24;

/** What this person writes next; nothing when they put the telephone away. */
export function nextMessage(person: Person, screen: Screen, random: Random): Answer | undefined {
  if (screen.wrote >= PATIENCE) return undefined;
  if (person.stops && screen.wrote === 2) return { text: 'STOP', aside: true };
  if (screen.achieved)
    return random.next() < 0.2 ? { text: random.pick(person.words.manners), aside: true } : undefined;
  const restless = screen.wrote > 0 && random.next() < person.restless;
  if (restless) return { text: random.pick([...person.words.asides, ...person.words.impatient]), aside: true };
  const { question } = screen;
  if (!question) return screen.hopeless ? undefined : { text: opening(person, random) };
  const answer = answerTo(person, question, random);
  return typeof answer === 'string'
    ? { text: /\p{Nd}/u.test(answer) ? answer : typed(answer, person, random) }
    : answer;
}

export function opening(person: Person, random: Random): string {
  const { words, goal, need } = person;
  if (goal === 'move') return typed(random.pick(words.move), person, random);
  if (goal === 'cancel') return typed(random.pick(words.cancel), person, random);
  if (goal === 'change_language') return CALLED[person.newLanguage];
  const day = random.next() < 0.6 ? random.pick(words.days) : '';
  const book = random.pick(words.book).replace('{need}', random.pick(words.needs[need])).replace('{day}', day);
  const said = goal === 'register_child' ? `${book} ${words.forMySon}` : book;
  return typed(said.replace(/\s+/g, ' ').trim(), person, random);
}

const CALLED: Record<Person['language'], string> = {
  ...{ en: 'English', es: 'español', fr: 'français', pt: 'português' },
  ...{ sw: 'Kiswahili', ar: 'العربية', hi: 'हिन्दी' },
};

type Reply = (person: Person, question: Question, random: Random) => string | Answer;

const anyDigit: Reply = (_, { choices }, random) => String(1 + random.below(Math.max(1, choices.length)));
const entrance: Reply = (person, question, random) =>
  random.next() < 0.6 ? opening(person, random) : door(person, question);

const DOORS: Record<Person['goal'], FlowName> = {
  book: 'booking',
  register_child: 'booking',
  join_list: 'booking',
  move: 'my_visits',
  cancel: 'my_visits',
  confirm: 'my_visits',
  change_language: 'language',
};

const door = ({ goal }: Person, question: Question): string => digitOf(question, ({ start }) => start === DOORS[goal]);

function digitOf({ choices }: Question, is: (choice: Choice) => boolean, otherwise = 1): string {
  const at = choices.findIndex(is);
  return String(at < 0 ? otherwise : at + 1);
}

const whoAndWhen: Reply = (person, _, random) => {
  const child = person.goal === 'register_child';
  const full = child ? `${person.child.first} ${person.name[1]}` : person.name.join(' ');
  const born = written(child ? person.child.born : person.born, person, random);
  const dice = random.next();
  if (dice < 0.25) return full;
  if (dice < 0.32) return { text: `${full} ${born.replace(/\d{4}/, '2031')}`, aside: true };
  return `${full}${random.pick([' ', ', ', '\n'])}${born}`;
};

const birthDate: Reply = (person, _, random) => {
  const child = person.goal === 'register_child';
  if (random.next() < 0.08) return { text: random.pick(['31/02/1990', '12/12/2031', '14/3']), aside: true };
  return written(child ? person.child.born : person.born, person, random);
};

const ownBirthDate: Reply = (person, _, random) =>
  random.next() < 0.1 ? { text: '1/1/1951', aside: true } : written(person.born, person, random);

const times: Reply = ({ words }, { choices }, random) => {
  const dice = random.next();
  if (dice < 0.1) return { text: random.pick(words.others), aside: true };
  if (dice < 0.18) return { text: words.noneOfThese, aside: true };
  if (dice < 0.22) return { text: String(choices.length), aside: true };
  return String(1 + random.below(Math.max(1, choices.length - 1)));
};

const need: Reply = (person, question, random) => {
  const digit = digitOf(question, ({ facts }) => facts?.wanted?.specialty === person.need, 0);
  return digit !== '0' && random.next() < 0.5 ? digit : random.pick(person.words.needs[person.need]);
};

const whom: Reply = ({ goal }, question) =>
  goal === 'register_child'
    ? digitOf(question, ({ label }) => label === 'choice.somebody_else')
    : digitOf(question, ({ facts }) => facts?.patient?.self === true);

const yes: Reply = ({ words, goal }, _, random) =>
  goal === 'cancel' || goal === 'confirm' || random.next() < 0.5 ? random.pick(['1', ...words.yes]) : '1';

/** What each question is answered with; any digit where a person would not mind which. */
const REPLIES: Record<string, Reply> = {
  'welcome.ask': entrance,
  'menu.ask': entrance,
  'booking.what': need,
  'booking.for_whom': whom,
  'booking.offer': times,
  'booking.nothing_free': ({ goal }, question, random) =>
    goal === 'join_list' || random.next() < 0.5
      ? digitOf(question, ({ start }) => start === 'waiting_list')
      : anyDigit({} as Person, question, random),
  'booking.who': whoAndWhen,
  'registration.who': whoAndWhen,
  'booking.birth_date': birthDate,
  'identity.birth_date': ownBirthDate,
  'visits.one': ({ goal }, question) =>
    digitOf(
      question,
      ({ start }) => start === (goal === 'move' ? 'moving' : goal === 'cancel' ? 'cancelling' : undefined),
    ),
  'move.offer': (_, { choices }, random) => String(1 + random.below(Math.max(1, choices.length - 1))),
  'cancel.sure': yes,
  'reminder.ask': (person, question, random) =>
    person.goal === 'confirm' ? yes(person, question, random) : anyDigit(person, question, random),
  'waiting_list.offer': yes,
  'language.ask': ({ newLanguage }, question) =>
    digitOf(question, ({ facts }) => facts?.newLanguage === newLanguage, question.choices.length),
};

const answerTo: Reply = (person, question, random) => (REPLIES[question.phrase] ?? anyDigit)(person, question, random);
