import { type ComponentType, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Calendar } from './calendar';
import { all, type Clinic, get, onSignedOut, post, rights, say, type Self } from './call';
import { Cases } from './cases';
import { WorkTime } from './hours';
import { Audit, People, Services } from './manage';
import { Choice } from './parts';
import { Patients } from './patients';
import { First, SignIn } from './sign-in';
import { Requests, Today } from './today';

/** The screens, and the right that each needs to make sense. */
const SCREENS: Record<string, { may: string; screen: ComponentType<{ clinic: Clinic }> }> = {
  today: { may: 'visits.read', screen: Today },
  calendar: { may: 'visits.read', screen: Calendar },
  requests: { may: 'visits.decide', screen: Requests },
  cases: { may: 'cases.read', screen: Cases },
  patients: { may: 'patients.read', screen: Patients },
  hours: { may: 'hours.write', screen: WorkTime },
  services: { may: 'services.write', screen: Services },
  people: { may: 'people.write', screen: People },
  audit: { may: 'audit.read', screen: Audit },
};

function Console() {
  const [self, setSelf] = useState<Self | null>();
  const [clinics, setClinics] = useState<Clinic[]>([]);
  const [clinicId, setClinicId] = useState('');
  const [at, setAt] = useState(() => location.hash.slice(1));
  const [token, setToken] = useState(() => (location.pathname.endsWith('/first') ? location.hash.slice(1) : ''));

  const enter = async (): Promise<void> => {
    const known = await get<Self>('/self').catch(() => null);
    rights.clear();
    for (const right of known?.may ?? []) rights.add(right);
    if (known) setClinics(await theirClinics(known));
    setSelf(known);
  };
  useEffect(() => {
    onSignedOut.do = () => setSelf(null);
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
      <SignIn onSignedIn={() => void enter()} />
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
          <button type="button" onClick={() => void post('/sign-out').finally(() => setSelf(null))}>
            {say('sign_out')}
          </button>
        </span>
      </header>
      <main>{clinic ? <Screen key={`${name} ${clinic.id}`} clinic={clinic} /> : <p>{say('nothing')}</p>}</main>
    </>
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
  news.onmessage = () => {
    clearTimeout(soon);
    soon = setTimeout(() => dispatchEvent(new Event('miadi-news')), 150);
  };
  return () => news.close();
}

render(<Console />, document.getElementById('console')!);
