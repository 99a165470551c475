import type { Clock } from './clock';
import type { Config } from './config';
import { type SecondOpinion, secondOpinion } from './conversation/second-opinion';
import type { Translator } from './desk/translate';
import { modelOf } from './understanding/model/ask-model';
import { Breaker } from './understanding/model/breaker';
import { translatorOf } from './understanding/model/translate';

/** The language model that is asked when the rules are in doubt; without a key there is none, and everything works. */
export function languageModel(
  { openai }: Config,
  clock: Clock,
  onMistake: (error: unknown) => void,
): SecondOpinion | undefined {
  if (!openai) return undefined;
  const { tokensPerDay, onlyListens } = openai;
  const ask = modelOf(openai, new Breaker(() => +clock.now()));
  return secondOpinion(ask, { tokensPerDay, onlyListens, onMistake });
}

/** It translates for colleagues who ask for it, unless it is there to listen only. */
export function translatorFor({ openai }: Config, clock: Clock): Translator | undefined {
  if (!openai || openai.onlyListens) return undefined;
  return { translate: translatorOf(openai, new Breaker(() => +clock.now())), tokensPerDay: openai.tokensPerDay };
}
