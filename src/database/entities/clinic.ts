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
