import fs from 'node:fs';
import path from 'node:path';
import { flows } from '../../flows';
import type { FlowName } from '../../flows/vocabulary';
import { drawing, fileOf } from '../../src/conversation/drawing';

const folder = path.resolve(__dirname, '../../docs/flows');

test.each(Object.keys(flows) as FlowName[])(
  'the drawing of %s shows it as it is; "npm run flows:draw" draws it anew',
  (flow) => {
    expect(fs.readFileSync(path.join(folder, fileOf(flow)), 'utf8')).toBe(drawing(flow));
  },
);

test('no drawing is left of a flow that is gone', () => {
  expect(fs.readdirSync(folder).sort()).toEqual((Object.keys(flows) as FlowName[]).map(fileOf).sort());
});
