import { wantedWhen } from '../../src/conversation/wanted-when';

const all = { after: undefined };

test.each([
  ['a day', { date: '2026-06-02' }, { fromDay: '2026-06-02', toDay: '2026-06-02' }],
  ['an hour, and a little after it', { time: '15:00' }, { fromMinute: 900, toMinute: 960 }],
  [
    'a day and an hour',
    { date: '2026-06-02', time: '09:00' },
    { fromDay: '2026-06-02', toDay: '2026-06-02', fromMinute: 540, toMinute: 600 },
  ],
  ['from a day on', { from: '2026-06-05' }, { fromDay: '2026-06-05', toDay: undefined }],
  [
    'after an hour of a day',
    { from: '2026-06-02T15:00' },
    { fromDay: '2026-06-02', toDay: '2026-06-02', fromMinute: 900, toMinute: undefined },
  ],
  ['between two days', { from: '2026-06-02', to: '2026-06-05' }, { fromDay: '2026-06-02', toDay: '2026-06-05' }],
])('%s', (_what, when, wanted) => {
  expect(wantedWhen(when as Parameters<typeof wantedWhen>[0])).toEqual({ ...all, ...wanted });
});
