import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { ClinicId, PlaceId, RoomId } from '../ids';
import type { Names } from './words';

@Entity('place')
export class Place {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: PlaceId;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'jsonb' })
  names!: Names;

  @Column({ type: 'character', length: 2 })
  country!: string;

  @Column({ type: 'double precision' })
  latitude!: number;

  @Column({ type: 'double precision' })
  longitude!: number;
}

@Entity('clinic')
export class Clinic {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: ClinicId;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'jsonb' })
  names!: Names;

  @Column({ type: 'bigint', name: 'place_id' })
  placeId!: PlaceId;

  @Column({ type: 'text' })
  address!: string;

  @Column({ type: 'text', name: 'time_zone' })
  timeZone!: string;

  @Column({ type: 'text', array: true })
  languages!: string[];

  @Column({ type: 'text', nullable: true })
  phone!: string | null;

  @Column({ type: 'text', name: 'emergency_number' })
  emergencyNumber!: string;

  /** Between these, by the patient's own clock, nobody is written to unasked. */
  @Column({ type: 'time', name: 'quiet_from' })
  quietFrom!: string;

  @Column({ type: 'time', name: 'quiet_until' })
  quietUntil!: string;

  @Column({ type: 'smallint', name: 'most_a_day' })
  mostADay!: number;

  @Column({ type: 'smallint', name: 'most_a_week' })
  mostAWeek!: number;

  @Column({ type: 'smallint', name: 'silent_hours' })
  silentHours!: number;

  @Column({ type: 'integer', name: 'missed_visit_cost', nullable: true })
  missedVisitCost!: number | null;

  @Column({ type: 'character' })
  currency!: string;

  @Column({ type: 'timestamptz', name: 'closed_at', nullable: true })
  closedAt!: Date | null;
}

@Entity('room')
export class Room {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: RoomId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'text' })
  name!: string;
}
