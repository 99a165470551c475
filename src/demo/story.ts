import type { VisitMode } from '../database/entities';
import type { Reminder } from '../reminders/ladder';

/**
 * What is told of a clinic in nairobi.ts, lisbon.ts and new-york.ts: change a name or an hour there and seed again. Days are
 * counted from the day of the seeding, because a demo must never be out of date.
 */
export interface ClinicStory {
  name: string;
  names: Record<string, string>;
  place: { name: string; names: Record<string, string>; country: string; latitude: number; longitude: number };
  address: string;
  zone: string;
  languages: string[];
  phone: string;
  emergency: string;
  rooms: Record<string, string[]>; // by kind
  holidays: string[]; // MM-DD
  services: Record<string, ServiceStory>;
  people: PersonStory[];
}

export interface ServiceStory {
  specialty: string;
  names?: Record<string, string>; // left out: a plain visit, named like the specialty
  minutes: number;
  buffers?: [beforeMinutes: number, afterMinutes: number];
  grid?: number;
  noticeMinutes?: number;
  dailyCap?: number;
  approval?: boolean;
  modes?: VisitMode[];
  room?: string;
  seats?: number;
  reminders?: Reminder[]; // instead of those of the clinic
}

export interface PersonStory {
  name: string;
  names?: Record<string, string>;
  languages: string[];
  about: string;
  does: string[]; // keys of `services`
  dailyCap?: number;
  hours: Hours[];
  away?: { inDays: number; days: number; kind: 'leave' | 'illness' | 'blocked'; note: string }[];
  group?: { service: string; weekday: number; starts: string; room: string };
}

export interface Hours {
  days: string; // 'Mon Tue Wed'
  time: string; // '08:00-16:30'
  lunch?: string;
  everyWeeks?: number;
  modes?: VisitMode[];
  only?: string; // a key of `services`: nothing else is booked then
}

export const WEEK = 'Mon Tue Wed Thu Fri';
export const VIDEO_TOO: VisitMode[] = ['in_person', 'video'];
