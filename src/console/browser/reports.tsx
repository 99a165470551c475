import { useState } from 'preact/hooks';
import { type Clinic, get, say } from './call';
import { Bars, inUnit, Line, type Point, type Unit } from './chart';
import { Choice, Failed, useLoaded } from './parts';
import { dayInWords, dayOn, plusDays } from './zone';

interface Figure {
  name: string;
  title: string;
  about: string;
  by: string[];
  filters: string[];
  measures: { name: string; title: string; unit: Unit }[];
  apart?: string;
}
type Row = { key: string; name: string } & Record<string, string | number | null>;

const TIMES = ['week', 'day', 'month'];
const SPANS = [7, 28, 91, 365];

/** What a clinic wants to know of itself, drawn; with the numbers beneath and as a table for spreadsheets. */
export function Reports({ clinic }: { clinic: Clinic }) {
  const today = dayOn(new Date(), clinic.timeZone);
  const [from, setFrom] = useState(plusDays(today, -27));
  const [to, setTo] = useState(today);
  const [everywhere, setEverywhere] = useState('');
  const { value, failed } = useLoaded(() => get<{ items: Figure[] }>('/reports'), []);
  const days = { from, to, ...(everywhere ? {} : { clinicId: String(clinic.id) }) };
  return (
    <>
      <h1>{say('reports')}</h1>
      <p class="bar no-print">
        {SPANS.map((span) => (
          <button
            key={span}
            type="button"
            aria-pressed={from === plusDays(today, 1 - span) && to === today}
            onClick={() => (setFrom(plusDays(today, 1 - span)), setTo(today))}
          >
            {span} {say('days')}
          </button>
        ))}
        <label>
          {say('from')}{' '}
          <input
            type="date"
            value={from}
            max={to}
            onChange={(event) => event.currentTarget.value && setFrom(event.currentTarget.value)}
          />
        </label>
        <label>
          {say('to')}{' '}
          <input
            type="date"
            value={to}
            min={from}
            onChange={(event) => event.currentTarget.value && setTo(event.currentTarget.value)}
          />
        </label>
        <Choice
          label={say('clinic')}
          options={[
            { id: '', name: clinic.name },
            { id: 'all', name: say('all_mine') },
          ]}
          value={everywhere}
          onChoose={setEverywhere}
        />
        <button type="button" onClick={() => print()}>
          {say('print_this')}
        </button>
      </p>
      <p>
        {dayInWords(from)} – {dayInWords(to)}
      </p>
      <Failed words={failed} />
      <div class="cards">
        {value?.items
          .filter(({ name }) => name !== 'equity')
          .map((figure) => (
            <Card key={figure.name} figure={figure} days={days} />
          ))}
        <ThirdNext clinicId={days.clinicId} />
      </div>
      {value?.items
        .filter(({ name }) => name === 'equity')
        .map((figure) => (
          <Equity key={figure.name} figure={figure} days={days} />
        ))}
    </>
  );
}

type Days = { from: string; to: string; clinicId?: string };

const addressOf = (name: string, asked: Record<string, string>): string => `/reports/${name}?${String(new URLSearchParams(asked))}`; // prettier-ignore

/** The limits that this figure knows; another would be refused. */
const limited = ({ filters }: Figure, { clinicId, ...days }: Days): Record<string, string> => ({
  ...days,
  ...(clinicId && filters.includes('clinicId') && { clinicId }),
});

function Card({ figure, days }: { figure: Figure; days: Days }) {
  const [by, setBy] = useState(figure.by.find((one) => one === 'week') ?? figure.by[0] ?? '');
  const told = figure.measures.find(({ unit }) => unit === 'share') ?? figure.measures[0];
  const [measure, setMeasure] = useState(told?.name ?? '');
  const asked = { ...limited(figure, days), ...(by && { by }) };
  const { value, failed } = useLoaded(
    () => get<{ items: Row[] }>(addressOf(figure.name, asked)),
    [JSON.stringify(asked)],
  );
  const shown = figure.measures.find(({ name }) => name === measure) ?? told;
  if (!shown) return null;
  const rows = value?.items ?? [];
  const points = rows.map((row) => pointOf(figure, row, shown.name));
  const label = `${figure.title}: ${shown.title}`;
  return (
    <section class="card" aria-labelledby={`f-${figure.name}`}>
      <h2 id={`f-${figure.name}`}>{figure.title}</h2>
      <p class="about">{figure.about}</p>
      <p class="bar no-print">
        <Choice
          label={say('measure')}
          options={figure.measures.map(({ name, title }) => ({ id: name, name: title }))}
          value={shown.name}
          onChoose={setMeasure}
        />
        <Choice
          label={say('by')}
          options={figure.by.map((one) => ({ id: one, name: say(`by_${one}`) }))}
          value={by}
          onChoose={setBy}
        />
      </p>
      <Failed words={failed} />
      {value && rows.length === 0 ? <p>{say('nothing')}</p> : null}
      {rows.length === 0 ? null : TIMES.includes(by) && !figure.apart ? (
        <Line points={points} unit={shown.unit} label={label} />
      ) : (
        <Bars points={points} unit={shown.unit} label={label} />
      )}
      {rows.length > 0 ? <Numbers figure={figure} rows={rows} by={by} /> : null}
      <a
        href={`/api/v1${addressOf(figure.name, { ...asked, format: 'csv' })}`}
        download={`${figure.name}.csv`}
        class="no-print"
      >
        CSV: {figure.title}
      </a>
    </section>
  );
}

const nameOf = (figure: Figure, row: Row): string => [row.name, figure.apart && row[figure.apart]].filter(Boolean).join(' · ') || '–'; // prettier-ignore

const pointOf = (figure: Figure, row: Row, measure: string): Point => ({
  key: `${row.key} ${figure.apart ? String(row[figure.apart]) : ''}`,
  name: nameOf(figure, row),
  value: row[measure] === null || row[measure] === undefined ? null : Number(row[measure]),
});

const Numbers = ({ figure, rows, by }: { figure: Figure; rows: Row[]; by: string }) => (
  <details>
    <summary>
      {say('numbers')}: {figure.title}
    </summary>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">{by ? say(`by_${by}`) : ''}</th>
            {figure.measures.map(({ name, title }) => (
              <th key={name} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={nameOf(figure, row) + row.key}>
              <th scope="row">
                <bdi>{nameOf(figure, row)}</bdi>
              </th>
              {figure.measures.map(({ name, unit }) => (
                <td key={name}>{inUnit(pointOf(figure, row, name).value, unit)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);

/** The same questions side by side: a gap is what to look at. */
function Equity({ figure, days }: { figure: Figure; days: Days }) {
  const asked = limited(figure, days);
  const { value, failed } = useLoaded(
    async () => ({
      language: (await get<{ items: Row[] }>(addressOf(figure.name, { ...asked, by: 'language' }))).items,
      channel: (await get<{ items: Row[] }>(addressOf(figure.name, { ...asked, by: 'channel' }))).items,
    }),
    [JSON.stringify(asked)],
  );
  return (
    <section aria-labelledby="equity">
      <h2 id="equity">{figure.title}</h2>
      <p class="about">{figure.about}</p>
      <Failed words={failed} />
      {value
        ? (['language', 'channel'] as const).map((by) => (
            <section key={by} aria-label={`${figure.title}: ${say(`by_${by}`)}`}>
              <h3>{say(`by_${by}`)}</h3>
              <div class="cards">
                {figure.measures
                  .filter(({ unit }) => unit !== 'count')
                  .map(({ name, title, unit }) => {
                    const points = value[by]
                      .map((row) => pointOf(figure, row, name))
                      .filter((one) => one.value !== null);
                    return (
                      <div key={name} class="card">
                        <h4>{title}</h4>
                        {points.length > 0 ? (
                          <Bars points={points} unit={unit} label={`${title}: ${say(`by_${by}`)}`} />
                        ) : (
                          <p>{say('nothing')}</p>
                        )}
                      </div>
                    );
                  })}
              </div>
              <Numbers figure={figure} rows={value[by]} by={by} />
              <a
                href={`/api/v1${addressOf(figure.name, { ...asked, by, format: 'csv' })}`}
                download={`equity-${by}.csv`}
                class="no-print"
              >
                CSV: {figure.title}, {say(`by_${by}`)}
              </a>
            </section>
          ))
        : null}
    </section>
  );
}

interface Access {
  provider: string;
  service: string;
  days: number | null;
}

/** How soon somebody could be seen, as it stands now. */
function ThirdNext({ clinicId }: { clinicId: string | undefined }) {
  const of = clinicId ? `?clinicId=${clinicId}` : '';
  const { value, failed } = useLoaded(() => get<{ items: Access[] }>(`/reports/third-next-available${of}`), [of]);
  const points = (value?.items ?? []).map(({ provider, service, days }) => ({ key: `${provider} ${service}`, name: `${provider} · ${service}`, value: days })); // prettier-ignore
  return (
    <section class="card" aria-labelledby="third-next">
      <h2 id="third-next">{say('third_next')}</h2>
      <p class="about">{say('third_next_about')}</p>
      <Failed words={failed} />
      {points.length > 0 ? <Bars points={points} unit="days" label={say('third_next')} /> : null}
      <a
        href={`/api/v1/reports/third-next-available${of}${of ? '&' : '?'}format=csv`}
        download="third-next-available.csv"
        class="no-print"
      >
        CSV: {say('third_next')}
      </a>
    </section>
  );
}
