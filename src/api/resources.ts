import type { House } from './api';
import { auditLog } from './audit';
import { calendar } from './calendar';
import { cases } from './cases';
import { desk } from './desk';
import { delivery } from './delivery';
import { delays } from './delays';
import { directory } from './directory';
import { workTime } from './hours';
import { madeOffline } from './made-offline';
import { dataRights } from './data-rights';
import { family } from './family';
import { records } from './records';
import { patients } from './patients';
import { people } from './people';
import { feeds } from './feeds';
import { importing } from './import';
import { summaries } from './summaries';
import { webhooks } from './webhooks';
import { reports } from './reports';
import type { Resource } from './route';
import { sessions } from './sessions';
import { signingIn } from './sign-in';
import { times } from './times';
import { visits } from './visits';
import { waitingList } from './waiting';

/** Everything that the API has. */
export const resources = (house: House): Resource[] => [
  signingIn(house),
  directory,
  times,
  visits,
  madeOffline,
  calendar,
  patients,
  family,
  records,
  dataRights,
  workTime,
  sessions,
  delays,
  desk,
  waitingList,
  delivery,
  cases,
  people(house),
  summaries(house),
  reports,
  webhooks(house),
  feeds(house),
  importing,
  auditLog,
];
