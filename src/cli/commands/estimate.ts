import type { Argv } from 'yargs';
import { TABLE_FILES } from '../../data/recognise.js';
import { printableName } from '../../errors/printable.js';
import { UserError } from '../../errors/userError.js';
import { checkListName } from '../../estimate/listFormats.js';
import { COUNTED_TURNS, type CountedTurns } from '../../estimate/shapes/conversationExamples.js';
import { estimateFigure, estimatePage } from '../../estimate/show/estimatePlot.js';
import { estimateScreen } from '../../estimate/show/estimateScreen.js';
import { DEFAULT_ABSTENTIONS } from '../../estimate/texts.js';
import { plotFile } from '../../report/figures/plotFile.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { PAPER_CONFIDENCE } from '../../theory/simpleGoodTuring.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { INSIDE_UNIT, INTEGER_FROM, INTEGERS, NUMBERS, numberOption } from '../options/numbers.js';
import { refuseOverwriting } from '../options/outputFiles.js';
import { plotFormat } from '../options/plotOption.js';
import { unmarked } from '../options/standardInput.js';
import { HEADER_OPTION, SHEET_DESCRIPTION } from '../options/tableFlags.js';
import { choiceOption, namesArgument, textOption } from '../options/textOptions.js';
import { onSignal } from '../processes/interruption.js';
import { print, printScreen, wroteLines } from '../screen/print.js';
import { stageDisplay } from '../screen/stageDisplay.js';
import { screenOptions } from '../screen/terminal.js';

interface EstimateArguments {
  readonly files: string[] | undefined;
  readonly prompt: string | undefined;
  readonly response: string | undefined;
  readonly count: string | undefined;
  readonly abstention: string[] | undefined;
  readonly normalize: boolean;
  readonly header: boolean;
  readonly sheet: string | undefined;
  readonly turns: CountedTurns;
  readonly extract: string[] | undefined;
  readonly textColumn: string | undefined;
  readonly oncePerDocument: boolean;
  readonly responsesPerPrompt: number | undefined;
  readonly level: number;
  readonly sgtConfidence: number;
  readonly frequencyCounts: string | undefined;
  readonly rows: number | undefined;
  readonly holdout: number | undefined;
  readonly seed: number;
  readonly singletons: string | undefined;
  readonly conflicts: string | undefined;
  readonly nearDuplicates: string | undefined;
  readonly by: string | undefined;
  readonly document: string | undefined;
  readonly against: string | undefined;
  readonly curve: string | undefined;
  readonly replicates: string | undefined;
  readonly plot: string | undefined;
  readonly memory: string | undefined;
  readonly threads: number | undefined;
  readonly json: boolean;
}

export const estimateCommand: Command<EstimateArguments> = {
  builder: (yargs) =>
    yargs
      .positional('files', namesArgument(`${TABLE_FILES.join(', ')}; texts also as .gz and .zst; globs; - for stdin`))
      .option('prompt', textOption('prompt', 'column of prompts, or several with commas between; default: recognised'))
      .option('response', textOption('response', 'column of responses; default: recognised'))
      .option('count', textOption('count', 'column that says how often a row counts'))
      .option('abstention', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: `response that claims nothing; repeatable. Default: ${DEFAULT_ABSTENTIONS.join(', ')}`,
      })
      .option('normalize', { type: 'boolean', default: false, describe: 'ignore case, white space and Unicode form' })
      .option('header', HEADER_OPTION)
      .option('sheet', textOption('sheet', SHEET_DESCRIPTION))
      .option('turns', {
        ...choiceOption('turns', COUNTED_TURNS, 'answers of a conversation that count'),
        default: 'last',
      })
      .option('extract', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'pattern of facts in raw text, with groups (?<prompt>…) and (?<response>…); or a YAML file of them',
      })
      .option('text-column', textOption('text-column', 'column of the text for --extract; default: recognised'))
      .option('once-per-document', {
        type: 'boolean',
        default: false,
        describe: 'with --extract: a prompt counts once in a document',
      })
      .option(
        'responses-per-prompt',
        numberOption(
          'responses-per-prompt',
          INTEGER_FROM(1),
          'number of responses R; default: that of different answers',
        ),
      )
      .option('level', {
        ...numberOption('level (or --confidence)', INSIDE_UNIT, 'level of the intervals'),
        alias: 'confidence',
        default: '0.95',
      })
      .option('sgt-confidence', {
        ...numberOption('sgt-confidence', NUMBERS(1e-3, 1e3), 'factor of the switch of Simple Good–Turing'),
        default: String(PAPER_CONFIDENCE),
      })
      .option(
        'frequency-counts',
        textOption('frequency-counts', 'counts made elsewhere: count and frequency, uniq -c, GROUP BY, a histogram'),
      )
      .option(
        'rows',
        numberOption('rows', INTEGER_FROM(1), 'all rows N, where --frequency-counts leaves abstentions out'),
      )
      .option(
        'holdout',
        numberOption('holdout', INSIDE_UNIT, 'share of rows held out to check the prediction, such as 0.1'),
      )
      .option('seed', {
        ...numberOption('seed', INTEGER_FROM(0), 'seed of held-out rows and of resampling'),
        default: '1',
      })
      .option(
        'singletons',
        textOption('singletons', 'write prompts answered exactly once to this .csv, .jsonl or .parquet'),
      )
      .option(
        'conflicts',
        textOption('conflicts', 'write prompts with different answers to this .csv, .jsonl or .parquet'),
      )
      .option(
        'near-duplicates',
        textOption(
          'near-duplicates',
          'fold singletons into near-duplicates, and write them to this .csv, .jsonl or .parquet',
        ),
      )
      .option('by', textOption('by', 'column of groups, such as relation: an estimate for each'))
      .option('document', textOption('document', 'column of documents: rows of one document are not independent'))
      .option('against', textOption('against', 'another corpus to compare with, at equal rows and equal coverage'))
      .option('curve', textOption('curve', 'write figures of fewer and of more rows to this .csv, .jsonl or .parquet'))
      .option(
        'replicates',
        textOption('replicates', 'write the figures of 1000 resampled sets to this .csv, .jsonl or .parquet'),
      )
      .option('plot', textOption('plot', 'draw the error against the amount of data into this .svg, .png or .html'))
      .option('memory', textOption('memory', 'memory before the disk is used, such as 8GB'))
      .option('threads', numberOption('threads', INTEGERS(1, 1024), 'threads of the database; default: all cores'))
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'print one JSON object on stdout, and nothing else there',
      })
      .epilogue(
        examples(
          ['estimate train.jsonl', 'chat messages, prompt/completion, instruction/output, question/answer'],
          ["estimate 'data/*.parquet' --prompt question --response answer --normalize", 'columns by name'],
          ['estimate train.csv --holdout 0.1 --singletons rare.csv --plot error.svg', 'check, list, draw'],
          ["estimate corpus.txt --extract '(?<prompt>\\w+ \\w+) was born on (?<response>\\w+ \\d+)'", 'raw text'],
          ['estimate --frequency-counts counts.csv --responses-per-prompt 365', 'counted in a data warehouse'],
        ),
      ) as unknown as Argv<EstimateArguments>, // yargs adds the names in camel case
  handler: async (options) => {
    const {
      files = [],
      frequencyCounts,
      plot,
      json,
      singletons,
      conflicts,
      nearDuplicates,
      memory,
      threads,
      abstention,
      extract,
    } = options;
    checkArguments(options);
    const inputs = frequencyCounts === undefined ? files : [frequencyCounts];
    const { against, curve, replicates } = options;
    refuseOverwriting(
      {
        '--singletons': singletons,
        '--conflicts': conflicts,
        '--near-duplicates': nearDuplicates,
        '--curve': curve,
        '--replicates': replicates,
        '--plot': plot,
      },
      unmarked([...inputs, ...(against === undefined ? [] : [against])]),
    );
    const format = plot === undefined ? null : await plotFormat(plot);
    const { estimateFiles } = await import('../../estimate/estimateFiles.js'); // the database takes its time to load
    const display = stageDisplay(process.stderr);
    const interruption = new AbortController();
    try {
      const work = estimateFiles({
        ...options,
        files: unmarked(inputs),
        frequencyCounts: frequencyCounts !== undefined,
        abstentions: abstention && unmarked(abstention),
        extract: extract && unmarked(extract),
        singletonsFile: singletons,
        conflictsFile: conflicts,
        nearDuplicatesFile: nearDuplicates,
        curveFile: curve,
        replicatesFile: replicates,
        against: against === undefined ? undefined : unmarked([against])[0],
        stdin: process.stdin,
        onStage: display.onStage,
        database: { memory, threads, signal: interruption.signal },
      });
      onSignal(() => {
        display.stop();
        interruption.abort();
        return work.catch(() => undefined);
      });
      const { estimate, read, files: written } = await work;
      display.stop();
      if (plot !== undefined && format !== null)
        await writeFileAtomically(
          plot,
          await plotFile([estimateFigure(estimate)], format, () => estimatePage(estimate)),
        );
      const all = [...written, ...(plot === undefined ? [] : [plot])];
      if (json) print(`${JSON.stringify({ ...estimate, read })}\n`);
      else
        printScreen(
          `${estimateScreen(estimate, { read: printableName(read), files: all, ...screenOptions(process.stdout) })}${wroteLines(all)}`,
        );
    } catch (error) {
      if (!interruption.signal.aborted) throw error; // otherwise the process is about to end
    } finally {
      display.stop();
    }
  },
};

function checkArguments({
  files = [],
  frequencyCounts,
  singletons,
  conflicts,
  holdout,
  rows,
  prompt,
  response,
  count,
  by,
  document,
  curve,
  replicates,
  memory,
  nearDuplicates,
  extract,
  textColumn,
  oncePerDocument,
}: EstimateArguments): void {
  const usage = (summary: string, hint: string): UserError => new UserError({ code: 'usage', summary, hint });
  if (frequencyCounts === undefined && files.length === 0)
    throw usage('no file is named', 'hallucination-rate estimate FILE…, or - for stdin');
  if (frequencyCounts !== undefined) {
    if (files.length > 0) throw usage('counts and files at once', 'name either FILE… or --frequency-counts FILE');
    const given = Object.entries({
      holdout,
      singletons,
      conflicts,
      prompt,
      response,
      count,
      by,
      document,
      extract,
      'near-duplicates': nearDuplicates,
    }).find(([, value]) => value !== undefined);
    if (given !== undefined)
      throw usage(`--${given[0]} needs the rows themselves`, 'name FILE… instead of --frequency-counts');
  } else if (rows !== undefined)
    throw usage('--rows is for --frequency-counts alone', 'leave it out: rows are counted');
  const column = Object.entries({ prompt, response, count }).find(([, value]) => value !== undefined);
  if (extract !== undefined && column !== undefined)
    throw usage(`--${column[0]} names a column of a table, and --extract reads text`, 'leave one of them out');
  if (extract === undefined && (textColumn !== undefined || oncePerDocument))
    throw usage(
      `${textColumn === undefined ? '--once-per-document' : '--text-column'} is for --extract alone`,
      'name the facts to look for: --extract PATTERN',
    );
  if (singletons !== undefined) checkListName(singletons, '--singletons');
  if (conflicts !== undefined) checkListName(conflicts, '--conflicts');
  if (nearDuplicates !== undefined) checkListName(nearDuplicates, '--near-duplicates');
  if (curve !== undefined) checkListName(curve, '--curve');
  if (replicates !== undefined) checkListName(replicates, '--replicates');
  if (document !== undefined && (curve ?? replicates) !== undefined)
    throw usage(
      `--${curve === undefined ? 'replicates' : 'curve'} takes rows as independent, which --document says they are not`,
      'leave one of them out',
    );
  if (memory !== undefined && !isMemory(memory))
    throw new UserError({
      code: 'out-of-range',
      summary: 'the value is not an amount of memory',
      where: '--memory',
      found: memory,
      allowed: 'a number and a unit, such as 8GB, from 1MB to 1000TB',
    });
}

const UNITS: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** True for an amount of memory from a megabyte to a thousand terabytes, beyond which the database knows no number. */
function isMemory(text: string): boolean {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT])i?B$/i.exec(text) ?? [];
  if (number === undefined || unit === undefined) return false;
  const bytes = Number(number) * UNITS[unit.toUpperCase()]!;
  return bytes >= 1e6 && bytes <= 1e15;
}
