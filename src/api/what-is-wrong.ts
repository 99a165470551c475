import type { FastifyError, FastifyInstance } from 'fastify';
import { Problem } from '../hub/errors';
import { faultsIn } from './faults';
import { languageFor, wordsOf } from './words';

/** What comes in and is not as it should be is answered with the fields that are wrong. */
export function explainWhatIsWrong(api: FastifyInstance): void {
  const usual = api.getDefaultJsonParser('error', 'error');
  api.removeContentTypeParser('application/json');
  // A program that names JSON and sends nothing has sent nothing: a route that needs more says what is missing.
  api.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined);
    return usual(request, body, done);
  });

  api.setErrorHandler((error: FastifyError, request) => {
    if (!error.validation) throw error;
    const errors = faultsIn(error.validation, wordsOf(languageFor(request.headers['accept-language'])));
    throw new Problem('bad_request', { cause: error, about: { errors } });
  });
}
