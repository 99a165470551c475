/** A dialogue as it stands in a text file: what is given, who says what, what time it gets, and what must be true then. */
export interface Dialogue {
  title: string;
  lines: Line[];
}

export interface Line {
  /** Ann, Bob, Cat or Dan; or given, later, at, desk, then. What the clinic says hangs below the line that made it speak. */
  who: string;
  text: string;
  /** More follows before the clinic gets round to answering. */
  atOnce: boolean;
  answers: Answer[];
}

export interface Answer {
  /** 'clinic' answers who wrote last; 'to Bob' reaches somebody else. */
  to: string;
  text: string[];
}

const WIDTH = 8;
const KNOWN = /^(given|later|at|desk|then|clinic|Ann|Bob|Cat|Dan|to (?:Ann|Bob|Cat|Dan))(\.\.\.)?(?:\s+(.*))?$/;

export function parse(text: string): Dialogue[] {
  const dialogues: Dialogue[] = [];
  for (const [at, written] of text.split('\n').entries()) {
    if (written.trim() === '') continue;
    if (written.startsWith('# ')) dialogues.push({ title: written.slice(2).trim(), lines: [] });
    else addLine(dialogues.at(-1), written, at + 1);
  }
  return dialogues;
}

function addLine(dialogue: Dialogue | undefined, written: string, at: number): void {
  if (!dialogue) throw new Error(`Line ${at}: a dialogue begins with "# " and its title`);
  const last = dialogue.lines.at(-1);
  if (/^\s/.test(written)) {
    last?.answers.at(-1)?.text.push(written.trim());
    return;
  }
  const [, who, more, text = ''] = KNOWN.exec(written.trimEnd()) ?? [];
  if (!who) throw new Error(`Line ${at}: "${written}" does not say who speaks`);
  if (who === 'clinic' || who.startsWith('to ')) last?.answers.push({ to: who, text: [text] });
  else dialogue.lines.push({ who, text, atOnce: more !== undefined, answers: [] });
}

export const render = (dialogues: Dialogue[]): string => dialogues.map(renderOne).join('\n');

function renderOne({ title, lines }: Dialogue): string {
  const written = lines.flatMap(({ who, text, atOnce, answers }) => [
    inColumns(atOnce ? `${who}...` : who, text),
    ...answers.flatMap(renderAnswer),
  ]);
  return [`# ${title}`, ...written].join('\n') + '\n';
}

function renderAnswer({ to, text: [first = '', ...rest] }: Answer): string[] {
  return [inColumns(to, first), ...rest.map((line) => inColumns('', line))];
}

const inColumns = (who: string, text: string): string => `${who.padEnd(WIDTH - 1)} ${text}`.trimEnd();
