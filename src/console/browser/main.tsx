import { type ComponentType, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { all, type Clinic, get, onSignedOut, post, rights, say, type Self } from './call';
import { emptyBox, howMany, openBox, othersWait } from './box';
import { later } from './later';
import { drop, forgetLists, keep, kept, keptForLong } from './kept';
import { line, LineDown } from './line';
import { Choice, Panel } from './parts';
import { SignIn } from './sign-in';
import { Requests, Today } from './today';

/** The screens, and the right that each needs to make sense. */
const SCREENS: Record<string, { may: string; screen: ComponentType<{ clinic: Clinic }> }> = {
  today: { may: 'visits.read', screen: Today },
  calendar: { may: 'visits.read', screen: later(() => import('./calendar').then((one) => one.Calendar)) },
  requests: { may: 'visits.decide', screen: Requests },
  cases: { may: 'cases.read', screen: later(() => import('./cases').then((one) => one.Cases)) },
  patients: { may: 'patients.read', screen: later(() => import('./patients').then((one) => one.Patients)) },
  waiting: { may: 'offers.read', screen: later(() => import('./waiting').then((one) => one.WaitingList)) },
  hours: { may: 'hours.write', screen: later(() => import('./hours').then((one) => one.WorkTime)) },
  services: { may: 'services.write', screen: later(() => import('./manage').then((one) => one.Services)) },
  reports: { may: 'reports.read', screen: later(() => import('./reports').then((one) => one.Reports)) },
  delivery: { may: 'delivery.read', screen: later(() => import('./delivery').then((one) => one.Delivery)) },
  settings: { may: 'clinics.write', screen: later(() => import('./settings').then((one) => one.Settings)) },
  people: { may: 'people.write', screen: later(() => import('./manage').then((one) => one.People)) },
  audit: { may: 'audit.read', screen: later(() => import('./manage').then((one) => one.Audit)) },
};

const First = later(() => import('./first').then((one) => one.First));

function Console() {
  const [self, setSelf] = useState<Self | null>();
  const [clinics, setClinics] = useState<Clinic[]>([]);
  const [clinicId, setClinicId] = useState('');
  const [at, setAt] = useState(() => location.hash.slice(1));
  const [token, setToken] = useState(() => (location.pathname.endsWith('/first') ? location.hash.slice(1) : ''));

  const [leaving, leave] = useState(false);

  const enter = async (): Promise<void> => {
    const known = await whoIsHere();
    rights.clear();
    for (const right of known?.self.may ?? []) rights.add(right);
    setClinics(known?.clinics ?? []);
    if (known) void openBox(known.self.id);
    setSelf(known?.self ?? null);
  };
  const signOut = async (): Promise<void> => {
    // Said without a line, it is done when there is one again; what is kept here goes at once.
    await keep(OWED, true);
    await emptyBox();
    await forgetLists(OWED);
    setSelf(null);
    leave(false);
    await post('/sign-out').then(() => drop(OWED), () => undefined); // prettier-ignore
  };
  useEffect(() => {
    onSignedOut.do = () => void forgetLists().then(() => setSelf(null));
    const go = (): void => setAt(location.hash.slice(1));
    addEventListener('hashchange', go);
    if (token) setSelf(null);
    else void enter();
  }, []);
  useEffect(() => (self ? listen() : undefined), [self]);

  if (self === undefined) return <p role="status">…</p>;
  if (self === null || self.kind !== 'account')
    return token ? (
      <First token={token} onSignedIn={() => (setToken(''), void enter())} />
    ) : (
      <>
        <Line />
        <SignIn onSignedIn={() => void enter()} />
      </>
    );
  const open = Object.entries(SCREENS).filter(([, { may }]) => self.may.includes(may));
  const [name, { screen: Screen } = SCREENS.today!] = open.find(([one]) => one === at) ?? open[0] ?? ['today'];
  const clinic = clinics.find(({ id }) => String(id) === clinicId) ?? clinics[0];
  return (
    <>
      <header class="no-print">
        <nav aria-label="Miadi">
          {open.map(([one]) => (
            <a key={one} href={`#${one}`} aria-current={one === name ? 'page' : undefined}>
              {say(one)}
            </a>
          ))}
        </nav>
        <Choice label={say('clinic')} options={clinics} value={clinic?.id} onChoose={setClinicId} />
        <span>
          <bdi>{self.name}</bdi>{' '}
          <button type="button" onClick={() => (howMany() > 0 ? leave(true) : void signOut())}>
            {say('sign_out')}
          </button>
        </span>
      </header>
      <Line />
      {leaving ? (
        <Panel title={say('sign_out')} onClose={() => leave(false)}>
          <p role="alert">{say('leaving')}</p>
          <button type="button" onClick={() => void signOut()}>
            {say('leave_anyway')}
          </button>
        </Panel>
      ) : null}
      <main>{clinic ? <Screen key={`${name} ${clinic.id}`} clinic={clinic} /> : <p>{say('nothing')}</p>}</main>
    </>
  );
}

/** A sign-out that the server has not heard of yet. */
const OWED = 'owes sign-out';

interface Here {
  self: Self;
  clinics: Clinic[];
}

/** Who is signed in; without a line, who was when there was one. */
async function whoIsHere(): Promise<Here | null> {
  if (await keptForLong(OWED)) {
    const told = await post('/sign-out').then(() => true, (error: unknown) => !(error instanceof LineDown)); // prettier-ignore
    if (!told) return null;
    await drop(OWED);
  }
  try {
    const self = await get<Self>('/self');
    const here = { self, clinics: await theirClinics(self) };
    if (self.kind === 'account') await keep('here', here);
    return here;
  } catch (error) {
    return error instanceof LineDown ? ((await kept<Here>('here'))?.value ?? null) : null;
  }
}

/** Says that the line is down for as long as it is, and what waits on this device for somebody else. */
function Line() {
  const [, again] = useState(0);
  const [others, setOthers] = useState(0);
  useEffect(() => {
    const look = (): void => (again((times) => times + 1), void othersWait().then(setOthers));
    look();
    for (const name of ['miadi-line', 'miadi-box']) addEventListener(name, look);
    return () => ['miadi-line', 'miadi-box'].forEach((name) => removeEventListener(name, look));
  }, []);
  return (
    <div role="status" class={line.isUp && others === 0 ? '' : 'line'}>
      {line.isUp ? '' : `${say('line_down')} `}
      {others > 0 ? `${say('others_wait')}: ${others}` : ''}
    </div>
  );
}

async function theirClinics(self: Self): Promise<Clinic[]> {
  const clinics = await all<Clinic>('/clinics?');
  const everywhere = self.roles.some(({ clinicId }) => clinicId === null);
  return everywhere ? clinics : clinics.filter(({ id }) => self.roles.some(({ clinicId }) => clinicId === id));
}

/** The server says only that something changed; what it was is asked for by the usual ways, and by who may. */
function listen(): () => void {
  const news = new EventSource('/api/v1/live');
  let soon: ReturnType<typeof setTimeout> | undefined;
  // Whatever happened while it was not listening.
  news.onopen = () => dispatchEvent(new Event('miadi-news'));
  news.onmessage = () => {
    clearTimeout(soon);
    soon = setTimeout(() => dispatchEvent(new Event('miadi-news')), 150);
  };
  return () => news.close();
}

if ('serviceWorker' in navigator)
  void navigator.serviceWorker.register('/console/worker.js', { scope: '/console' }).catch(() => undefined);

render(<Console />, document.getElementById('console')!);
