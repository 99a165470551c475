import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { flows } from '../flows';
import { drawing, fileOf } from './conversation/drawing';
import type { FlowName } from '../flows/vocabulary';

/** Draws every flow for the documentation. A test fails when a drawing is older than its flow. */
const folder = path.resolve(__dirname, '../docs/flows');
mkdirSync(folder, { recursive: true });
for (const flow of Object.keys(flows) as FlowName[]) writeFileSync(path.join(folder, fileOf(flow)), drawing(flow));
