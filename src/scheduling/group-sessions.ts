import type { ProviderId, RoomId, SessionId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { noteAffected } from './affected';
import { BLOCKING } from './bookable';
import { VISIT } from './effects';
import { checkClinic, checkProvider, checkSeats, checkSpan } from './entered';
import { takeTurn } from './make-shifts';
import { inTransaction } from './transaction';
import type { Actor, Slot, Visit } from './types';
import { note, remakeTouched, visitsDuring } from './work-time';

/** Plans a group session, as many seats as its service has. Visits already in that time are returned, not moved. */
export function planSession(
  db: Database,
  session: Slot & { ends: Date; roomId?: number; seats: number; by: Actor },
): Promise<{ sessionId: SessionId; affected: Visit[] } | undefined> {
  const during = { from: +session.starts, to: +session.ends };
  return inTransaction(db, async (tx) => {
    checkSpan(during);
    checkSeats(session.seats);
    await checkProvider(tx, session.providerId);
    await checkClinic(tx, session.clinicId);
    await takeTurn(tx, session.providerId);
    const [row] = await tx.query<{ id: SessionId }[]>(
      `insert into group_session (provider_id, clinic_id, service_id, room_id, day, starts, ends, during, seats)
       select $1, c.id, $3, $4, ($5::timestamptz at time zone c.time_zone)::date, $5, $6, tstzrange($5, $6), $7
         from clinic c where c.id = $2
       on conflict do nothing returning id`,
      [
        session.providerId,
        session.clinicId,
        session.serviceId,
        session.roomId ?? null,
        session.starts,
        session.ends,
        session.seats,
      ],
    );
    if (!row) return undefined;
    await remakeTouched(tx, [session.providerId], during);
    await note(tx, session.by, 'session_planned', `session:${row.id}`);
    const inTheWay = { providerId: session.providerId, ...(session.roomId && { roomId: session.roomId as RoomId }) };
    return { sessionId: row.id, affected: await visitsDuring(tx, inTheWay, during) };
  });
}

/**
 * Calls a session off. From the commit on nobody gets a seat in it, and who has one is offered other times: they keep their
 * visits until they are moved or cancelled, and when the last of them has gone the time is free for something else.
 */
export function cancelSession(
  db: Database,
  sessionId: SessionId,
  by: Actor,
): Promise<{ affected: Visit[] } | undefined> {
  return inTransaction(db, async (tx) => {
    const [known] = await tx.query<{ providerId: ProviderId }[]>(
      'select provider_id as "providerId" from group_session where id = $1 and cancelled_at is null',
      [sessionId],
    );
    if (!known) return undefined;
    await takeTurn(tx, known.providerId);
    // For update: whoever is taking a seat holds on to the session, so either they finish first or they find it called off.
    await tx.query('select from group_session where id = $1 for update', [sessionId]);
    const [rows] = await tx.query<[{ from: Date; to: Date }[], number]>(
      `update group_session set cancelled_at = clock_now() where id = $1 and cancelled_at is null
       returning lower(during) as "from", upper(during) as "to"`,
      [sessionId],
    );
    const off = rows[0];
    if (!off) return undefined;
    await remakeTouched(tx, [known.providerId], { from: +off.from, to: +off.to });
    await note(tx, by, 'session_cancelled', `session:${sessionId}`);
    const affected = await seatsTaken(tx, sessionId);
    await noteAffected(tx, { sessionId }, affected);
    return { affected };
  });
}

/** Who has a seat, or is just taking one. A preview asks this before the session is called off. */
export const seatsTaken = (db: Database, sessionId: SessionId): Promise<Visit[]> =>
  run<Visit>(db, seatsIn, [sessionId]);

const seatsIn: Statement = {
  name: 'seats_taken',
  text: `select ${VISIT} from visit v
          where v.session_id = $1 and v.${BLOCKING} and (v.held_until is null or v.held_until > clock_now()) order by v.seat`,
};
