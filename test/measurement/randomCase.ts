/** Random worlds, training counts and models for property tests. */
import fc from 'fast-check';
import type { TrainingCounts } from '../../src/corpus/corpus.js';
import type { FamilyWorld } from '../../src/corpus/world.js';
import { countsOf, smallWorld } from './smallWorld.js';

export interface RandomCase {
  readonly family: FamilyWorld;
  readonly counts: TrainingCounts;
  readonly rows: readonly Float64Array[];
}

/** Away from subnormal numbers, whose products underflow in any order of multiplication. */
const unit = fc.double({ min: 1e-12, max: 1, noNaN: true });

/** Unnormalised masses: zeros, ties at small integers (so that some p̂ equals 1/(R − 1)), tiny, plain and peaked ones. */
const mass = fc.oneof(fc.constantFrom(0, 0, 1, 1, 1, 1e-9, 100), unit);

/** p̂ of R responses, IDK and everything else; the last is left out, so that the row sums to at most 1. */
function row(responseCount: number): fc.Arbitrary<Float64Array> {
  const strays = fc.oneof(fc.constant(0), mass);
  return fc
    .tuple(fc.array(mass, { minLength: responseCount + 1, maxLength: responseCount + 1 }), strays)
    .map(([masses, stray]) => {
      const total = masses.reduce((a, b) => a + b, 0) + stray;
      return Float64Array.from(masses, (m) => (total > 0 ? m / total : 0));
    });
}

export const randomCase: fc.Arbitrary<RandomCase> = fc.integer({ min: 2, max: 9 }).chain((responseCount) => {
  const prompt = fc.record({
    weight: fc.oneof(fc.constant(1), fc.double({ min: 1e-6, max: 1, noNaN: true })),
    alpha: fc.oneof(fc.constantFrom(0, 1, 0.8), unit),
    answer: fc.nat(responseCount - 1),
    answered: fc.oneof(fc.constantFrom(0, 0, 1), fc.nat(14)),
    abstained: fc.oneof(fc.constant(0), fc.nat(3)),
    row: row(responseCount),
  });
  return fc.array(prompt, { minLength: 1, maxLength: 7 }).map((prompts) => {
    const family = smallWorld({
      responseCount,
      answer: prompts.map((p) => p.answer),
      answerProbability: prompts.map((p) => p.alpha),
      promptWeight: prompts.map((p) => p.weight),
    });
    const answered = prompts.map((p) => p.answered);
    const abstained = prompts.map((p) => p.abstained);
    if ([...answered, ...abstained].every((n) => n === 0)) abstained[0] = 1;
    return { family, counts: countsOf(answered, abstained), rows: prompts.map((p) => p.row) };
  });
});

/** The same where the data hold no IDK: pure multiple choice, V_c = {a_c}. */
export const multipleChoiceCase: fc.Arbitrary<RandomCase> = randomCase.map(({ family, counts, rows }) => ({
  family: { ...family, idk: 'outside' as const, answerProbability: family.answerProbability.map(() => 1) },
  counts: countsOf(Array.from(counts.answered, (n, c) => n + counts.abstained[c])),
  rows,
}));
