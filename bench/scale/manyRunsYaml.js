// @ts-check
/** Runs at most for each of two models and each corpus: the program allows 1000 seeds. */
const SEEDS = [1000, 500, 100, 50, 10];

/**
 * Returns the text of an experiment of many runs that take a hundredth of a second each.
 * @param {number} runs a multiple of 20
 */
export function manyRunsYaml(runs) {
  const seeds = SEEDS.find((each) => runs % (2 * each) === 0 && runs / (2 * each) >= 10) ?? 1;
  const corpora = runs / (2 * seeds);
  if (!Number.isInteger(corpora)) throw new RangeError(`runs must be a multiple of 20, got ${runs}`);
  return `name: many-runs
corpus:
  examples: 300
  families:
    birthdays: { kind: arbitrary-facts, prompts: 200, frequency: { kind: zipf } }
model: { kind: calibrated-learner }
sweep:
  model.kind: [calibrated-learner, ngram]
  corpus.examples: [${Array.from({ length: corpora }, (_, i) => 100 + 50 * i).join(', ')}]
seed: 1
seeds: ${seeds}
`;
}
