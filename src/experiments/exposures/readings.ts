/** Selecting the runs of `exposures` by their corpus and by the width of the model. */
import type { ReportTables } from '../../results/reportTables.js';
import { levelsOf, rowsWhere, sweptMapping } from '../../results/select.js';

const WIDTH = 'parameters.model.width';

/** Corpora: every fact is seen about twenty times; facts by Zipf's law; and the first with rows that say IDK. */
export type Corpus = 'even' | 'uneven' | 'with-idk';

/** Widths of the models, ascending. */
export function widths({ runs }: ReportTables): readonly number[] {
  return levelsOf(runs, WIDTH);
}

/** Names the corpus of a run by what its family sets. */
function corpusOf({ runs }: ReportTables, row: number): Corpus {
  const { frequency, answerProbability } = sweptMapping(runs, 'corpus.families.birthdays', row);
  if (answerProbability !== undefined) return 'with-idk';
  return frequency === undefined ? 'even' : 'uneven';
}

export function rowsIn(tables: ReportTables, corpus: Corpus): readonly number[] {
  return rowsWhere(tables.runs, {}).filter((row) => corpusOf(tables, row) === corpus);
}

export function rowsAt(tables: ReportTables, corpus: Corpus, width: number): readonly number[] {
  return rowsWhere(tables.runs, { [WIDTH]: width }).filter((row) => corpusOf(tables, row) === corpus);
}
