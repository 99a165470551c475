import type { DataSource } from 'typeorm';

/** A network of clinics to try things with, the same on every run for a given seed and day. */
export async function seedDemoNetwork(_dataSource: DataSource, _made: { seed: number; today: Date }): Promise<void> {}
