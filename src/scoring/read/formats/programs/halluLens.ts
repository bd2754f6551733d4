/**
 * Results of HalluLens' PreciseWikiQA (facebookresearch/HalluLens, tasks/shortform/precise_wikiqa.py): a document of two lists, one
 * value a question. `abstantion` [sic] counts first, as it does in the program's own hallucination rate among answers.
 */
import { UserError } from '../../../../errors/userError.js';
import { cellText } from '../../cells.js';
import type { JsonObject } from '../../contents.js';
import { type AnswerCells, answersOf, modelOfFolder } from '../answersOf.js';
import type { GradedFileFormat } from '../gradedFormat.js';
import { documentOf, rowOfValue } from './jsonRows.js';

export const halluLens = {
  name: 'hallulens',
  description: 'results of HalluLens',
  reads: 'files',
  files: 'results of HalluLens',
  recognises: (contents) => listsOf(documentOf(contents)) !== null,
  rows(contents, options) {
    const value = documentOf(contents)!;
    const [abstained, wrong] = listsOf(value)!;
    if (abstained.length !== wrong.length)
      throw new UserError({
        code: 'lengths-differ',
        summary: 'the lists of abstentions and of hallucinations have different lengths',
        where: contents.file,
        found: `abstantion ${abstained.length}, halu_test_res ${wrong.length}`,
        hint: 'run the evaluation anew: its values cannot be paired',
      });
    const model = options.model ?? (cellText(value.model) || modelOfFolder(contents.file, options));
    const cells: AnswerCells = {
      model: () => model,
      // Its questions are generated for each model; their texts are not in the file.
      question: (row) => `${model}, question ${row.at}`,
      id: (row) => String(row.at),
      outcome: (row) =>
        row.cell('abstained') === true ? 'abstention' : row.cell('wrong') === true ? 'error' : 'right',
      confidence: () => null,
    };
    const rows = abstained.map((each, place) => rowOfValue({ abstained: each, wrong: wrong[place] }, place + 1));
    return { counts: 'row', rows: answersOf(rows, cells, options) };
  },
} as const satisfies GradedFileFormat;

function listsOf(value: JsonObject | null): readonly [readonly unknown[], readonly unknown[]] | null {
  if (value === null || !Array.isArray(value.abstantion) || !Array.isArray(value.halu_test_res)) return null;
  return [value.abstantion, value.halu_test_res];
}
