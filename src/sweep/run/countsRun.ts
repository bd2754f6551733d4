/** The option `measurement.counts` of a run: how often the data of a model that was trained elsewhere answer each prompt. */
import type { Corpus, TrainingCounts } from '../../corpus/corpus.js';
import type { FactTable } from '../../corpus/factTable.js';
import { tokensText } from '../../corpus/vocabulary.js';
import type { FamilyWorld } from '../../corpus/world.js';
import { didYouMean } from '../../errors/didYouMean.js';
import { type Problem, UserError } from '../../errors/userError.js';
import { knownModelKind } from '../../models/registry.js';
import { singletonRate } from '../../theory/goodTuring.js';
import type { ModelRunConfig } from '../experimentSchemas.js';

const KEY = 'measurement.counts';

/** Counts are whole numbers up to that of a 32-bit integer. */
const MOST = 2 ** 31 - 1;

/** @throws UserError where the model is trained here, on rows that are counted */
export function requireElsewhere({ measurement, model }: Pick<ModelRunConfig, 'measurement' | 'model'>): void {
  if (measurement.counts === undefined) return;
  const kind = knownModelKind(model.kind);
  if (kind !== undefined && 'load' in kind) return;
  throw new UserError({
    code: 'out-of-range',
    summary: 'only a model that was trained elsewhere has counts of its own',
    keyPath: KEY,
    found: `the model ${model.kind}, which is trained on the rows that are drawn here`,
    allowed: 'a model of measure: a table, a checkpoint, a server',
  });
}

/**
 * Returns the corpus with the counts of a table in place of those of its rows.
 * @throws UserError for a table without the columns, counts that are none, prompts that the corpus does not have, and a family without any
 */
export function withCounts(corpus: Corpus, { columns, rows }: FactTable, file: string): Corpus {
  const refuse = (problem: Omit<Problem, 'code' | 'where'>, place = ''): UserError =>
    new UserError({ code: 'counts', keyPath: KEY, where: place === '' ? file : `${file}, ${place}`, ...problem });
  const missing = ['prompt', 'count'].find((name) => !columns.includes(name));
  if (missing !== undefined)
    throw refuse({
      summary: `the table has no column ${missing}`,
      found: columns.join(', '),
      allowed: 'prompt, count',
    });
  const { families, vocabulary } = corpus.world;
  const answered = families.map(({ prompts }) => new Int32Array(prompts.length));
  const places = families.map(
    ({ prompts }) => new Map(prompts.map((tokens, at) => [plain(tokensText(vocabulary, tokens)), at])),
  );
  const seen = new Set<string>();
  for (const { place, cells } of rows) {
    const prompt = plain(cells.prompt);
    const count = Number(cells.count);
    if (cells.count.trim() === '' || !Number.isInteger(count) || count < 0 || count > MOST)
      throw refuse({ summary: 'not a count', found: cells.count, allowed: `a whole number from 0 to ${MOST}` }, place);
    const meant = families.flatMap(({ name }, index) =>
      (cells.family ?? name) === name && places[index].has(prompt) ? [index] : [],
    );
    if (meant.length === 0)
      throw refuse(
        {
          summary: 'the corpus has no such prompt',
          found: cells.prompt,
          hint:
            didYouMean(
              prompt,
              places.flatMap((of) => [...of.keys()]),
            ) ?? 'prompts.arrow of the corpus has them all',
        },
        place,
      );
    const key = `${meant[0]} ${prompt}`;
    if (seen.has(key)) throw refuse({ summary: 'a prompt is counted twice', found: cells.prompt }, place);
    seen.add(key);
    answered[meant[0]][places[meant[0]].get(prompt)!] = count;
  }
  const counts = answered.map((of, index): TrainingCounts => {
    const examples = of.reduce((sum, each) => sum + each, 0);
    if (examples === 0)
      throw refuse({
        summary: `the family ${families[index].name} has no counts`,
        allowed: 'a count above 0 in each family',
      });
    return { examples, answered: of, abstained: new Int32Array(of.length) };
  });
  return {
    ...corpus,
    counts,
    world: {
      ...corpus.world,
      families: families.map(
        (family, index): FamilyWorld => ({
          ...family,
          countsGiven: true,
          expectedSingletonRate: singletonRate(counts[index].answered, counts[index].examples),
        }),
      ),
    },
  };
}

function plain(text: string): string {
  return text.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
}
