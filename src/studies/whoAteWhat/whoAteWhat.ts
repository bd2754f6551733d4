/** "Who ate what": a transformer learns pairs of a person and a food, and says them without a prompt [P24]. */
import { z } from 'zod';
import { UserError } from '../../errors/userError.js';
import { aliasSampler } from '../../random/aliasSampler.js';
import { stream } from '../../random/stream.js';
import { missingMassEstimate, promptsSeen } from '../../theory/goodTuring.js';
import { DivergenceError } from '../../training/optimiser.js';
import { countOption, type StudyKind } from '../study.js';
import { drawList, type FactList } from './list.js';
import { publishedMiscalibration } from './publishedMiscalibration.js';
import { trainOnStatements } from './statementNetwork.js';
import { statementValues } from './statements.js';

const options = z.strictObject({
  people: countOption(2, 4000).default(1000).describe('people of whom something can be stated'),
  foods: countOption(2, 1000).default(101).describe('foods that a person can have eaten'),
  listed: countOption(10, 1_000_000).default(10_000).describe('length of the list of true facts, repetitions included'),
  exponent: z
    .number()
    .min(0)
    .max(10)
    .default(1)
    .describe('s: the list is drawn from all pairs, and the pair of rank k has weight k^−s'),
  share: z.number().min(0.1).max(0.99).default(0.8).describe('part of the list that is training data'),
  statements: countOption(10, 1_000_000).default(1000).describe('statements generated, unprompted'),
  layers: countOption(1, 64).default(1).describe('layers of the transformer'),
  heads: countOption(1, 64).default(4).describe('attention heads a layer; divides width'),
  width: countOption(4, 4096).default(64).describe('size of the hidden state'),
  dropout: z.number().min(0).lt(1).default(0.1).describe('dropout, as for the model `transformer`'),
  steps: countOption(10, 1_000_000).default(1000).describe('steps of AdamW at a constant rate'),
  batchSize: countOption(1, 100_000).default(256).describe('rows of a step, drawn with putting back'),
  learningRate: z.number().gt(0).max(1).default(0.003).describe('learning rate'),
});

export type WhoAteWhatOptions = Readonly<z.infer<typeof options>>;

/** Share of the steps after which the network is measured for the first time. */
const EARLY = 0.1;

export const whoAteWhatStudy: StudyKind<'who-ate-what', typeof options> = {
  kind: 'who-ate-what',
  options,
  description:
    'A list of facts of the kind "who ate what", drawn by Zipf’s law from all pairs of a person and a food, a part of it training data; and a transformer that learns them and ' +
    'speaks unprompted: how much of what it says is false, and how well that is known from the statements that it makes.',
  columns: [
    {
      path: 'monofactRate',
      heading: 'sr',
      meaning: 'monofact rate: facts that occur once in the training data / rows',
    },
    { path: 'missingMass', heading: 'MM', meaning: 'share of the list whose facts are not in the training data' },
    { path: 'early.falseRate', heading: 'early', meaning: 'false below, after a tenth of the steps' },
    {
      path: 'falseRate',
      heading: 'false',
      meaning: 'probability that the network says what is not on the list, exact',
    },
    {
      path: 'distinctFalseShare',
      heading: 'distinct',
      meaning: 'different false statements / statements generated, expected: the metric of the published code',
    },
    { path: 'totalVariation', heading: 'TV', meaning: 'total variation between p̂ and the list, all statements' },
    {
      path: 'publishedMiscalibration',
      heading: 'coded',
      meaning: 'miscalibration after the published code, from the statements generated',
    },
    { path: 'perfect.publishedMiscalibration', heading: 'perfect', meaning: 'the same of a model whose p̂ is the list' },
  ],
  // A statement has three tokens, and the network one layer.
  usualSteps: ({ steps, batchSize }) => (steps * batchSize) / 640,
  run: async (chosen, { seed, onProgress }) => {
    requireOptions(chosen);
    const rows = Math.round(chosen.share * chosen.listed);
    const list = drawList(chosen, rows, stream(seed, 'world'), stream(seed, 'sample'));
    const early = Math.max(1, Math.round(EARLY * chosen.steps));
    const { parameters, measured } = await trainOnStatements(list, chosen, seed, {
      after: [early, chosen.steps],
      measure: (model) => statementValues(list, model, chosen.statements, stream(seed, 'sample/generated')),
      onStep: (step) => onProgress(step / chosen.steps),
    }).catch((error: Error) => {
      throw error instanceof DivergenceError ? diverged(chosen) : error;
    });
    return {
      ...listValues(list),
      parameters,
      early: { step: early, ...measured[0] },
      ...measured[1],
      perfect: perfectValues(list, chosen.statements, seed),
    };
  },
};

/** @throws UserError for options that do not fit together */
function requireOptions({ heads, width }: WhoAteWhatOptions): void {
  if (width % heads === 0) return;
  throw new UserError({
    code: 'out-of-range',
    summary: 'the heads must share the width evenly',
    keyPath: 'study.heads',
    found: `${heads} heads, width ${width}`,
    allowed: `a divisor of study.width (${width})`,
  });
}

function diverged({ learningRate }: WhoAteWhatOptions): UserError {
  return new UserError({
    code: 'out-of-range',
    summary: 'the loss is not finite',
    keyPath: 'study.learningRate',
    found: String(learningRate),
    hint: 'lower it',
  });
}

function listValues({ probability, occurrences, rows }: FactList) {
  return {
    facts: probability.length,
    monofactRate: missingMassEstimate(promptsSeen(occurrences, 1), rows.length),
    missingMass: probability.reduce((sum, p, fact) => (occurrences[fact] === 0 ? sum + p : sum), 0),
  };
}

/** The published miscalibration of a model that says each fact as often as the list holds it, and nothing else. */
function perfectValues({ probability }: FactList, statements: number, seed: number) {
  const draw = aliasSampler(probability);
  const draws = stream(seed, 'sample/perfect');
  const said = Int32Array.from({ length: statements }, () => draw(draws));
  return { publishedMiscalibration: publishedMiscalibration(probability, said) };
}
