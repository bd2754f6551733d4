import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ArgumentsCamelCase, Argv } from 'yargs';
import { TABLE_FILES } from '../../data/recognise.js';
import { printable, printableName } from '../../errors/printable.js';
import { wrap } from '../../report/terminal/wrap.js';
import { everyEvalEverRecords, type FiledAnswer, precomputedScores } from '../../scoring/handedBack/recordsOf.js';
import { badRowLines } from '../../scoring/read/badRows.js';
import { stemOf } from '../../scoring/read/formats/answersOf.js';
import { type ColumnNames, type RowCondition, UNITS, type Unit } from '../../scoring/read/formats/gradedFormat.js';
import { byOutcome, OUTCOME_NAMES } from '../../scoring/read/formats/outcomes.js';
import {
  FORMAT_NAMES,
  FORMATS,
  type FormatName,
  OTHER_FILES,
  OWN_COLUMNS,
} from '../../scoring/read/formats/registry.js';
import { type GradedFiles, readGraded } from '../../scoring/read/readGraded.js';
import { scoreReport } from '../../scoring/scoreReport.js';
import { scoreText } from '../../scoring/show/scoreText.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { EXIT } from '../errors.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { INTEGERS, NUMBERS, numberOption } from '../options/numbers.js';
import { refuseOverwriting } from '../options/outputFiles.js';
import { plotFormat } from '../options/plotOption.js';
import { conditionsOf, listOf, targetsOf } from '../options/scoreValues.js';
import { HEADER_OPTION, SHEET_DESCRIPTION } from '../options/tableFlags.js';
import { choiceOption, namesArgument, textOption } from '../options/textOptions.js';
import { typedWith } from '../options/typedCommand.js';
import { print, printScreen, tell, wroteLines } from '../screen/print.js';
import { helpWidth, screenOptions, terminalWidth } from '../screen/terminal.js';
import { yargs } from '../yargs.js';

interface ScoreArguments {
  files: string[] | undefined;
  example: boolean;
  format: FormatName | 'auto';
  modelColumn: string | undefined;
  questionColumn: string | undefined;
  outcomeColumn: string | undefined;
  confidenceColumn: string | undefined;
  epochColumn: string | undefined;
  abstentionColumn: string | undefined;
  where: readonly RowCondition[] | undefined;
  runs: boolean;
  reducer: string | undefined;
  incomplete: boolean;
  correct: string[] | undefined;
  incorrect: string[] | undefined;
  abstained: string[] | undefined;
  cluster: string | undefined;
  by: string | undefined;
  answerable: string | undefined;
  shouldAbstain: string | undefined;
  audited: string | undefined;
  stakesColumn: string | undefined;
  targetColumn: string | undefined;
  answerColumn: string | undefined;
  forecastColumn: string | undefined;
  truthColumn: string | undefined;
  unusable: readonly RowCondition[] | undefined;
  model: string | undefined;
  confidenceScale: number | undefined;
  scorer: string | undefined;
  unit: Unit | 'auto';
  questions: number | undefined;
  targets: readonly number[];
  bins: number;
  resamples: number;
  level: number;
  seed: number;
  header: boolean;
  sheet: string | undefined;
  skipBadRows: boolean;
  plot: string | undefined;
  eee: string | undefined;
  precomputed: string | undefined;
  json: boolean;
}

/** The table of the paper's article, in the package. The path is the same from `src/` and from `dist/`. */
const EXAMPLE = fileURLToPath(new URL('../../../corpora/simpleqa-article.csv', import.meta.url));

const INPUT = 'Files:';
const SCORING = 'Scoring:';
const MORE = 'More figures, by a column:';

function builder(yargs: Argv): Argv<ScoreArguments> {
  return yargs
    .positional(
      'files',
      namesArgument(`${[...TABLE_FILES, ...OTHER_FILES].join(', ')}; texts also as .gz and .zst; globs; - for stdin`),
    )
    .option('example', {
      type: 'boolean',
      default: false,
      describe: "score the article's SimpleQA table, which comes with the program",
    })
    .option('json', JSON_OPTION)
    .option('plot', textOption('plot', 'write figures to FILE.svg or FILE.png, a page to FILE.html'))
    .option('eee', textOption('eee', 'write the answers as records of Every Eval Ever to FILE.jsonl'))
    .option('precomputed', textOption('precomputed', "write them as FILE.json for Inspect's precomputed_scores"))
    .option('targets', {
      type: 'string',
      requiresArg: true,
      group: SCORING,
      default: '0,0.5,0.75,0.9',
      coerce: targetsOf,
      describe: 'confidence targets t, with commas: an error costs t/(1 − t)',
    })
    .option('bins', {
      ...numberOption('bins', INTEGERS(1, 10_000), 'bins of confidences'),
      group: SCORING,
      default: '10',
    })
    .option('resamples', {
      ...numberOption('resamples', INTEGERS(1, 1_000_000), 'bootstrap samples of the questions'),
      group: SCORING,
      default: '1000',
    })
    .option('level', {
      ...numberOption('level (or --confidence)', NUMBERS(0.5, 0.9999), 'level of the intervals'),
      alias: 'confidence',
      group: SCORING,
      default: '0.95',
    })
    .option('seed', {
      ...numberOption('seed', INTEGERS(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), 'seed of the bootstrap'),
      group: SCORING,
      default: '1',
    })
    .option('cluster', {
      ...textOption('cluster', 'documents or topics whose questions are not independent: wider intervals'),
      group: MORE,
    })
    .option('by', {
      ...textOption('by', 'groups that are also scored apart, small ones shrunken towards all'),
      group: MORE,
    })
    .option('answerable', {
      ...textOption('answerable', 'true where the question has an answer: precision and recall of abstention'),
      group: MORE,
    })
    .option('should-abstain', {
      ...textOption('should-abstain', 'the same, true where it has none'),
      group: MORE,
      conflicts: 'answerable',
    })
    .option('answer-column', {
      ...textOption('answer-column', 'texts of repeated answers: vote shares, and whether two agree'),
      group: MORE,
    })
    .option('stakes-column', {
      ...textOption('stakes-column', 'penalties λ that the prompts stated: are they heeded?'),
      group: MORE,
    })
    .option('target-column', {
      ...textOption('target-column', 'the same, as confidence targets t'),
      group: MORE,
      conflicts: 'stakes-column',
    })
    .option('audited', {
      ...textOption('audited', "outcomes of an auditor, empty where none looked: rates without the grader's mistakes"),
      group: MORE,
    })
    .option('forecast-column', {
      ...textOption('forecast-column', 'distributions over answers, {"Paris": 0.7, …}: log and quadratic scores'),
      group: MORE,
      implies: 'truth-column',
    })
    .option('truth-column', {
      ...textOption('truth-column', 'the right answers of these distributions'),
      group: MORE,
      implies: 'forecast-column',
    })
    .option('unusable', {
      type: 'string',
      array: true,
      nargs: 1,
      group: MORE,
      coerce: (value: unknown) => conditionsOf(value, 'unusable'),
      describe: 'answers that are empty, cut or unreadable, counted apart: COLUMN=VALUE; repeatable',
    })
    .option('format', {
      ...choiceOption(
        'format',
        ['auto', ...FORMAT_NAMES] as const,
        'format of the files, where they are not recognised; docs/score.md describes each',
      ),
      group: INPUT,
      default: 'auto' as const,
    })
    .option('model-column', {
      ...textOption('model-column', 'column of models'),
      group: INPUT,
      defaultDescription: 'model',
    })
    .option('question-column', {
      ...textOption('question-column', 'column of questions'),
      group: INPUT,
      defaultDescription: 'question',
    })
    .option('outcome-column', {
      ...textOption('outcome-column', 'column of outcomes'),
      group: INPUT,
      defaultDescription: 'outcome',
    })
    .option('confidence-column', {
      ...textOption('confidence-column', 'column of stated confidences'),
      group: INPUT,
      defaultDescription: 'confidence',
    })
    .option('epoch-column', {
      ...textOption('epoch-column', 'column that tells repeated asks of one question apart'),
      group: INPUT,
      defaultDescription: 'epoch',
    })
    .option('abstention-column', {
      ...textOption('abstention-column', 'column that is true where the model abstained, whatever its outcome'),
      group: INPUT,
    })
    .option('runs', {
      type: 'boolean',
      group: INPUT,
      default: false,
      describe: 'each file is a run of the same models: repeated asks of their questions',
    })
    .option('where', {
      type: 'string',
      array: true,
      nargs: 1,
      group: INPUT,
      coerce: (value: unknown) => conditionsOf(value, 'where'),
      describe: 'take only rows with this value: COLUMN=VALUE; repeatable',
    })
    .option('correct', {
      type: 'string',
      requiresArg: true,
      group: INPUT,
      coerce: listOf('correct'),
      defaultDescription: 'correct',
      describe: 'outcomes that count as right, with commas',
    })
    .option('incorrect', {
      type: 'string',
      requiresArg: true,
      group: INPUT,
      coerce: listOf('incorrect'),
      defaultDescription: 'incorrect',
      describe: 'outcomes that count as errors',
    })
    .option('abstained', {
      type: 'string',
      requiresArg: true,
      group: INPUT,
      coerce: listOf('abstained'),
      defaultDescription: 'abstained',
      describe: 'outcomes that count as abstentions',
    })
    .option('model', {
      ...textOption('model', 'the model, where no column names it'),
      group: INPUT,
    })
    .option('confidence-scale', {
      ...numberOption(
        'confidence-scale',
        NUMBERS(1e-300, 1e300),
        'divisor of the stated confidences: 100 for per cent',
      ),
      group: INPUT,
      defaultDescription: '1',
    })
    .option('scorer', {
      ...textOption('scorer', 'the scorer whose scores count, in an Inspect log with several; NAME.KEY in a mapping'),
      group: INPUT,
    })
    .option('reducer', {
      ...textOption('reducer', 'score the values that an Inspect log reduced over epochs, such as mode'),
      group: INPUT,
    })
    .option('incomplete', {
      type: 'boolean',
      group: INPUT,
      default: false,
      describe: 'score what an evaluation that did not end left behind',
    })
    .option('unit', {
      ...choiceOption('unit', ['auto', ...UNITS] as const, "unit of models' totals"),
      group: INPUT,
      default: 'auto' as const,
    })
    .option('questions', {
      ...numberOption(
        'questions',
        INTEGERS(1, Number.MAX_SAFE_INTEGER),
        'questions asked, for intervals of percentages',
      ),
      group: INPUT,
    })
    .option('header', { ...HEADER_OPTION, group: INPUT })
    .option('sheet', { ...textOption('sheet', SHEET_DESCRIPTION), group: INPUT })
    .option('skip-bad-rows', {
      type: 'boolean',
      group: INPUT,
      default: false,
      describe: 'leave bad rows out and list them, instead of stopping',
    })
    .epilogue(
      examples(
        ['score --example', "the article's SimpleQA table: who leads depends on what an error costs"],
        [
          'score answers.csv',
          'columns model, question, outcome (correct, incorrect or abstained), confidence if known',
        ],
        ['score *.jsonl --outcome-column grade --correct A --incorrect B --abstained C', 'other names, several files'],
        ['score logs/run.eval --json', 'a log of Inspect AI, for other programs'],
        ['score answers.parquet --targets 0,0.25,0.5 --plot answers.html', 'other confidence targets, figures'],
      ),
    )
    .epilogue(
      `A table has the columns ${OWN_COLUMNS} (totals: counts, percentages or shares). More in docs/score.md.`,
    ) as unknown as Argv<ScoreArguments>;
}

export const scoreCommand: Command<ScoreArguments> = {
  builder: builder as (yargs: Argv) => Argv<ScoreArguments>,
  handler: async (args: ArgumentsCamelCase<ScoreArguments>) => {
    const files = [...(args.example ? [EXAMPLE] : []), ...(args.files ?? [])];
    if (files.length === 0) {
      await showHelp();
      return;
    }
    refuseOverwriting({ '--plot': args.plot, '--eee': args.eee, '--precomputed': args.precomputed }, files);
    const plot = args.plot === undefined ? null : { file: args.plot, format: await plotFormat(args.plot) };
    const handedBack: FiledAnswer[] = [];
    const keepsAnswers = args.eee !== undefined || args.precomputed !== undefined;
    const read = await readGraded(files, process.stdin, {
      ...readOptions(args),
      ...(keepsAnswers && { onAnswer: (answer, file) => void handedBack.push({ answer, stem: stemOf(named(file)) }) }),
    }).finally(() => {
      // Its writer may go on after an error, when nothing reads it.
      if (files.includes('-')) process.stdin.destroy();
    });
    const { targets, bins, resamples, level, seed } = args;
    const report = scoreReport(read, { targets, bins, resamples, level, seed });
    const wrote = await writeRecords(args, handedBack);
    if (plot !== null) {
      const { scorePlot } = await import('../../scoring/show/scorePlot.js');
      const names = read.files.map(({ file }) => named(file)).join(', ');
      await writeFileAtomically(plot.file, await scorePlot(plot.format, report, names, doubtsOf(read)));
    }
    if (args.json)
      print(
        `${JSON.stringify({ ...report, files: read.files.map(({ file, ...each }) => ({ file: named(file), ...each })), skipped: read.skipped })}\n`,
      );
    else
      printScreen(
        `${[...filesInWords(read).map((line) => wrap(printableName(line), terminalWidth(process.stdout), '  ')), '', scoreText(report, { ...screenOptions(process.stdout), doubts: doubtsOf(read) })].join('\n')}${printable(skippedInWords(read))}${plot === null && wrote.length === 0 ? '' : `\n${wroteLines([...(plot === null ? [] : [plot.file]), ...wrote])}`}`,
      );
  },
};

/** Writes answers for other programs. @returns the files written */
async function writeRecords(
  { eee, precomputed }: Pick<ScoreArguments, 'eee' | 'precomputed'>,
  answers: readonly FiledAnswer[],
): Promise<readonly string[]> {
  const scores = precomputed === undefined ? undefined : precomputedScores(answers);
  if (eee !== undefined) await writeFileAtomically(eee, everyEvalEverRecords(answers));
  if (precomputed !== undefined) await writeFileAtomically(precomputed, scores!);
  return [eee, precomputed].filter((file) => file !== undefined);
}

/** Shows the help where no file is named. */
async function showHelp(): Promise<void> {
  const help = await builder(
    yargs([])
      .scriptName('hallucination-rate')
      .usage('$0 score [files..]\n\nre-score graded answers so that guessing no longer wins')
      .wrap(helpWidth(process.stderr)) as unknown as Argv,
  ).getHelp();
  tell(`${help}\n`);
  process.exitCode = EXIT.users;
}

function readOptions(args: ScoreArguments): Parameters<typeof readGraded>[2] {
  const given: Partial<Record<keyof ColumnNames, string | undefined>> = {
    model: args.modelColumn,
    question: args.questionColumn,
    outcome: args.outcomeColumn,
    confidence: args.confidenceColumn,
    epoch: args.epochColumn,
  };
  const named = (['model', 'question', 'outcome', 'confidence', 'epoch'] as const).filter(
    (key) => given[key] !== undefined,
  );
  return {
    format: args.format,
    columns: {
      model: given.model ?? 'model',
      question: given.question ?? 'question',
      outcome: given.outcome ?? 'outcome',
      confidence: given.confidence ?? 'confidence',
      epoch: given.epoch ?? 'epoch',
    },
    named,
    abstention: args.abstentionColumn,
    where: args.where ?? [],
    extras: {
      cluster: args.cluster,
      group: args.by,
      answerable: args.answerable,
      shouldAbstain: args.shouldAbstain,
      audited: args.audited,
      stakes: args.stakesColumn,
      target: args.targetColumn,
      answer: args.answerColumn,
      forecast: args.forecastColumn,
      truth: args.truthColumn,
    },
    unusable: args.unusable ?? [],
    runs: args.runs,
    reducer: args.reducer,
    incomplete: args.incomplete,
    typed: typedWith,
    words: byOutcome((outcome) => args[OUTCOME_NAMES[outcome]] ?? []),
    model: args.model,
    confidenceScale: args.confidenceScale,
    scorer: args.scorer,
    unit: args.unit,
    questions: args.questions,
    header: args.header,
    sheet: args.sheet,
    skipBadRows: args.skipBadRows,
  };
}

function named(file: string): string {
  return file === EXAMPLE ? relative('.', file) : file;
}

/** Doubts of all files, each once. */
function doubtsOf({ files }: GradedFiles): readonly string[] {
  return [...new Set(files.flatMap(({ doubts = [] }) => doubts))];
}

function filesInWords({ files }: GradedFiles): readonly string[] {
  return files.flatMap(({ file, format, rows, unit, leftOut = {}, notes = [], doubts = [] }) => {
    const counted = unit === undefined ? '' : unit === 'percent' ? ', read as percentages' : `, read as ${unit}`;
    const { description } = FORMATS.find(({ name }) => name === format)!;
    return [
      `${JSON.stringify(named(file)).slice(1, -1)}: ${rows} row${rows === 1 ? '' : 's'}, ${description}${counted}`,
      ...Object.entries(leftOut).map(([reason, count]) => `  left out: ${count} × ${reason}`),
      ...[...doubts, ...notes].map((note) => `  ${note}`),
    ];
  });
}

function skippedInWords({ skipped }: GradedFiles): string {
  return skipped.rows === 0
    ? ''
    : `\n${[`skipped ${skipped.rows} bad row${skipped.rows === 1 ? '' : 's'}`, ...badRowLines(skipped)].join('\n')}\n`;
}
