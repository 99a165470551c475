import type { FastifyError } from 'fastify';
import type { Words } from './words';

type Fault = NonNullable<FastifyError['validation']>[number];

export interface FaultInWords {
  /** Where: `birthDate`, or `items.0.starts`. Empty: what was sent as a whole. */
  field: string;
  problem: string;
}

/** What is wrong with which field, in the words of the one who sent it. What they sent is never repeated. */
export const faultsIn = (faults: readonly Fault[], words: Words): FaultInWords[] =>
  faults.map((fault) => ({
    field: fieldOf(fault),
    problem: words[`fault_${kindOf(fault)}`] ?? words.fault_form ?? '',
  }));

function fieldOf({ instancePath, params }: Fault): string {
  const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
  return [...instancePath.split('/').slice(1), missingProperty ?? additionalProperty].filter(Boolean).join('.');
}

function kindOf({ keyword, params }: Fault): string {
  if (keyword === 'minLength') return params.limit === 1 ? 'empty' : 'short';
  return KINDS[keyword] ?? 'form';
}

const KINDS: Record<string, string> = {
  ...{ required: 'missing', additionalProperties: 'unknown', maxLength: 'long', minimum: 'small', maximum: 'large' },
  ...{ exclusiveMinimum: 'small', exclusiveMaximum: 'large', type: 'kind', enum: 'choice', const: 'choice' },
  ...{ minItems: 'few', maxItems: 'many' },
};
