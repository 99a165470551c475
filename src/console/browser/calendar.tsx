import { useEffect, useRef, useState } from 'preact/hooks';
import { type Clinic, get, language, type Named, post, Refused, say, type Visit } from './call';
import { Choice, Failed, useLoaded } from './parts';
import { VisitPanel } from './visit-panel';
import { dayInWords, dayOn, instantOf, onWall, plusDays, weekdayInWords } from './zone';

interface Shown {
  today: string;
  providers: Named[];
  working: { providerId: number; from: string; to: string }[];
  visits: Visit[];
}

/** The part of the calendar component that we use: https://vkurko.github.io/calendar/ */
interface Drawn {
  setOption(name: string, value: unknown): void;
}
interface Dropped {
  event: { id: string; start: Date };
  newResource?: { id: string };
  revert(): void;
}
declare const EventCalendar: { create(on: HTMLElement, options: object): Drawn; destroy(drawn: Drawn): void };

let loading: Promise<void> | undefined;
const component = (): Promise<void> =>
  (loading ??= new Promise((done, fail) => {
    const script = document.createElement('script');
    Object.assign(script, { src: '/console/calendar.js', onload: () => done(), onerror: fail });
    document.head.append(script);
  }));

const two = (n: number): string => String(n).padStart(2, '0');
/** What the component calls a time is what the wall shows; it knows no zones. */
const wallOf = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}:00`;

/** A day with a column for everybody, or the week of one. Dragging moves a visit by the same rules as everything else. */
export function Calendar({ clinic }: { clinic: Clinic }) {
  const [provider, setProvider] = useState('');
  const [day, setDay] = useState(() => dayOn(new Date(), clinic.timeZone));
  const [open, setOpen] = useState<number>();
  const [told, tell] = useState('');
  const monday = plusDays(day, -((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7));
  const [from, to] = provider ? [monday, plusDays(monday, 6)] : [day, day];
  const held = useRef<Shown | undefined>(undefined);
  const { value, again, failed } = useLoaded(
    // What somebody has in their hand is not drawn anew under it.
    async (quietly) =>
      (quietly && held.current) || get<Shown>(`/calendar?clinicId=${clinic.id}&from=${from}&to=${to}`, quietly),
    [clinic.id, from, to],
  );

  const move = async ({ event, newResource, revert }: Dropped): Promise<void> => {
    const visit = value?.visits.find(({ id }) => String(id) === event.id);
    if (!visit) return revert();
    const providerId = newResource ? Number(newResource.id) : visit.providerId;
    const starts = instantOf(wallOf(event.start), clinic.timeZone);
    try {
      await post(`/visits/${visit.id}/move`, {
        providerId,
        serviceId: visit.serviceId,
        starts,
        version: visit.version,
        mode: visit.mode,
      });
      tell(say('saved'));
    } catch (error) {
      revert();
      const words = error instanceof Refused ? error.message : say('offline');
      tell(`${say('not_moved')} ${words}`);
    }
    await again();
  };
  const hold = (is: boolean): void => void (held.current = is ? value : undefined);
  const latest = useRef({ move, setOpen, hold });
  latest.current = { move, setOpen, hold };

  return (
    <>
      <h1>{say('calendar')}</h1>
      <p class="bar">
        <button type="button" onClick={() => setDay(plusDays(day, provider ? -7 : -1))}>
          {say('earlier')}
        </button>
        <label>
          {say('day')}{' '}
          <input
            type="date"
            value={day}
            onChange={(event) => event.currentTarget.value && setDay(event.currentTarget.value)}
          />
        </label>
        <button type="button" onClick={() => setDay(plusDays(day, provider ? 7 : 1))}>
          {say('later')}
        </button>
        <Choice
          label={say('provider')}
          options={value?.providers ?? []}
          value={provider}
          onChoose={setProvider}
          none={say('everybody')}
        />
      </p>
      <p role="status" class={told.startsWith(say('not_moved')) ? 'bad' : ''} aria-live="assertive">
        {told}
      </p>
      <Failed words={failed} />
      <h2>{provider ? `${dayInWords(from)} – ${dayInWords(to)}` : dayInWords(day)}</h2>
      {value ? (
        <Grid shown={value} zone={clinic.timeZone} day={from} provider={provider} latest={latest} />
      ) : (
        <p role="status">…</p>
      )}
      {open === undefined ? null : (
        <VisitPanel id={open} onClose={() => setOpen(undefined)} onChanged={() => void again()} />
      )}
    </>
  );
}

type Latest = {
  current: { move(dropped: Dropped): Promise<void>; setOpen(id: number): void; hold(is: boolean): void };
};

function Grid({
  shown,
  zone,
  day,
  provider,
  latest,
}: {
  shown: Shown;
  zone: string;
  day: string;
  provider: string;
  latest: Latest;
}) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    // The component calls itself a table without being one all through; as plain boxes with buttons in them it reads rightly.
    const watch = new MutationObserver(() => {
      for (const odd of box.current?.querySelectorAll('[role]:not([role=button]), [aria-colindex]') ?? [])
        for (const name of ['role', 'aria-colindex', 'aria-rowindex', 'aria-colcount', 'aria-rowcount'])
          odd.removeAttribute(name);
    });
    if (box.current) watch.observe(box.current, { childList: true, subtree: true });
    void component().then(() => {
      if (gone || !box.current) return;
      drawn.current = EventCalendar.create(box.current, {
        ...FIXED,
        ...varying(shown, zone, day, provider),
        ...reactions(latest),
      });
    });
    return () => {
      gone = true;
      watch.disconnect();
      if (drawn.current) EventCalendar.destroy(drawn.current);
      drawn.current = undefined;
    };
  }, [provider !== '']);
  useEffect(() => {
    for (const [name, option] of Object.entries(varying(shown, zone, day, provider)))
      drawn.current?.setOption(name, option);
  }, [shown, day, provider]);
  return <div ref={box} class="grid" />;
}

const FIXED = {
  headerToolbar: { start: '', center: '', end: '' },
  locale: language,
  direction: document.dir,
  firstDay: 1,
  allDaySlot: false,
  slotDuration: '00:15',
  slotLabelInterval: '01:00',
  snapDuration: '00:05',
  editable: true,
  eventDurationEditable: false,
  nowIndicator: false,
  flexibleSlotTimeLimits: true,
  dayHeaderFormat: (date: Date) => `${weekdayInWords(((date.getDay() + 6) % 7) + 1)} ${date.getDate()}`,
};

const reactions = (latest: Latest) => ({
  eventDragStart: () => latest.current.hold(true),
  eventDragStop: () => latest.current.hold(false),
  eventDrop: (dropped: Dropped) => void latest.current.move(dropped),
  eventClick: ({ event }: { event: { id: string } }) => latest.current.setOpen(Number(event.id)),
});

const MOVES = new Set(['booked', 'requested']);

function varying(
  { providers, working, visits }: Shown,
  zone: string,
  day: string,
  provider: string,
): Record<string, unknown> {
  const mine = <T extends { providerId: number }>(all: T[]): T[] =>
    provider ? all.filter((one) => String(one.providerId) === provider) : all;
  const at = (instant: string): string => onWall(instant, zone);
  const hours = mine(working)
    .flatMap(({ from, to }) => [at(from), at(to)])
    .map((wall) => wall.slice(11, 16))
    .sort();
  return {
    view: provider ? 'timeGridWeek' : 'resourceTimeGridDay',
    date: day,
    resources: providers.map(({ id, name }) => ({ id: String(id), title: name })),
    slotMinTime: hours[0] ?? '08:00',
    slotMaxTime: hours.at(-1) ?? '18:00',
    events: [
      ...mine(visits).map((visit) => ({
        id: String(visit.id),
        resourceIds: [String(visit.providerId)],
        start: at(visit.starts),
        end: at(visit.ends),
        title: [visit.patient ?? visit.reference, ...(visit.status === 'booked' ? [] : [say(`s_${visit.status}`)])].join(' · '), // prettier-ignore
        startEditable: MOVES.has(visit.status),
        classNames: [`s-${visit.status}`],
      })),
      ...mine(working).map(({ providerId, from, to }, i) => ({
        id: `w${i}`, resourceIds: [String(providerId)], start: at(from), end: at(to), display: 'background', classNames: ['works'],
      })), // prettier-ignore
    ],
  };
}
