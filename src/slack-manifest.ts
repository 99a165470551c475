// npm run -s slack:manifest [-- --socket]: the app as api.slack.com/apps wants it described, made from what the code does.
import { parseArgs } from 'node:util';
import { readConfig, readEnvironment } from './config';
import { manifest } from './desk/slack/manifest';

const { values } = parseArgs({ options: { socket: { type: 'boolean', default: false } } });
const { publicUrl } = readConfig(readEnvironment());
process.stdout.write(`${JSON.stringify(manifest({ publicUrl, socket: values.socket }), null, 2)}\n`);
