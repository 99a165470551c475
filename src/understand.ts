import { systemClock } from './clock';
import { groups, readConfig, readEnvironment, stateOf } from './config';
import { understandLines } from './understanding/lines';
import { modelOf } from './understanding/model/ask-model';
import { Breaker } from './understanding/model/breaker';

/** For measuring: JSON lines in, one line out for each. With a language model configured, it is asked where the rules are in doubt. */
const environment = readEnvironment();
// Without one, nothing else that may be set matters here.
const isOff = stateOf(groups.openai, environment).state === 'off';
const openai = isOff ? undefined : readConfig(environment).openai;
const ask = openai && modelOf(openai, new Breaker(() => +systemClock.now()));

// A reader that leaves early ("| head") is no error.
process.stdout.on('error', () => process.exit(0));
void understandLines(process.stdin, process.stdout, ask);
