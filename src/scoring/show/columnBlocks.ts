/** Blocks of the screen for the columns that a user names: answerability, repeated answers, stakes, audits, groups. */
import { wrapLines } from '../../report/terminal/wrap.js';
import type { Interval } from '../../theory/meanInterval.js';
import type { GroupRates } from '../measures/groupRates.js';
import type { ScoredModel, ScoreReport } from '../scoreReport.js';
import { plain, shortModelNames } from './modelNames.js';
import { type ModelColumn, modelTable, noted, shownNumber, titled } from './modelTable.js';
import { indented } from './scoreSentences.js';
import { stakesBlock } from './stakesBlock.js';

type Blocks = readonly (readonly string[])[];

/** Greatest numbers of models and groups in tables that have a column or lines for each. */
const [MOST_MODELS, MOST_GROUPS] = [4, 10];

export function columnBlocks(report: ScoreReport, width: number): Blocks {
  return [
    ...unusableBlock(report, width),
    ...answerabilityBlock(report.models, width),
    ...groupBlock(report.models, width),
    ...repeatedBlock(report, width),
    ...stakesBlock(report, width, MOST_MODELS),
    ...auditBlock(report, width),
    ...forecastBlock(report.models, width),
  ];
}

interface Shown {
  readonly value: number | null;
  readonly interval: Interval | null;
}

function rateColumn(heading: string, width: number, of: (model: ScoredModel) => Shown | null): ModelColumn {
  return {
    heading,
    width: Math.max(width, heading.length + 2),
    cell: (model) => shownNumber(of(model)?.value ?? null),
    interval: (model) => {
      const shown = of(model);
      return shown === null || shown.value === null ? null : { value: shown.value, interval: shown.interval };
    },
  };
}

function unusableBlock({ unusable, models }: ScoreReport, width: number): Blocks {
  if (unusable.length === 0) return [];
  const lines = unusable.slice(0, MOST_GROUPS).map(({ model, mark, answers }) => {
    const scored = models.find((each) => each.model === model)?.answers ?? 0;
    return `${plain(model)}: ${answers} of ${answers + scored} answers (${plain(mark)})`;
  });
  const more = unusable.length > MOST_GROUPS ? [`  … and ${unusable.length - MOST_GROUPS} more lines: --json`] : [];
  return [
    [
      ...wrapLines('unusable answers, in no rate: empty, cut or unreadable ones are not wrong', width),
      ...lines.flatMap((line) => indented(line, width)),
      ...more,
    ],
  ];
}

function answerabilityBlock(models: readonly ScoredModel[], width: number): Blocks {
  const known = models.filter(({ answerability }) => answerability !== undefined);
  if (known.length === 0) return [];
  const columns = [
    rateColumn('precision', 11, ({ answerability }) => answerability!.abstentionPrecision),
    rateColumn('recall', 8, ({ answerability }) => answerability!.abstentionRecall),
    rateColumn('F1', 8, ({ answerability }) => answerability!.abstentionF1),
    rateColumn('false abst.', 13, ({ answerability }) => answerability!.falseAbstentionRate),
    rateColumn('error', 8, ({ answerability }) => answerability!.errorRateAnswerable),
  ];
  const [{ answerability: first }] = known;
  return titled(
    'abstention where there is no answer',
    noted(
      modelTable(known, columns, width),
      `${first!.unanswerable} of ${first!.answerable + first!.unanswerable} answers of ${plain(known[0].model)} are to questions without an answer. precision: abstentions that are right; recall: such questions abstained from; false abst., error: among questions with an answer.`,
      width,
    ),
    width,
  );
}

/** Groups by model: the shrunken error rate, by which small groups do not stand out by luck. */
function groupBlock(models: readonly ScoredModel[], width: number): Blocks {
  const grouped = models.filter(({ groups }) => groups !== undefined).slice(0, MOST_MODELS);
  if (grouped.length === 0) return [];
  const all = new Map<string, number>();
  for (const { groups } of grouped)
    for (const { group, answers } of groups!) all.set(group, (all.get(group) ?? 0) + answers);
  const rateIn = (model: ScoredModel, group: string): GroupRates | undefined =>
    model.groups!.find((each) => each.group === group);
  const errorsIn = (model: ScoredModel, group: string): number =>
    rateIn(model, group)?.errorRate.shrunken?.value ?? rateIn(model, group)?.errorRate.value ?? 0;
  const worst = [...all.keys()].sort((a, b) => errorsIn(grouped[0], b) - errorsIn(grouped[0], a) || (a < b ? -1 : 1));
  const names = shortModelNames(
    grouped.map(({ model }) => model),
    14,
  );
  const groupNames = shortModelNames(worst.slice(0, MOST_GROUPS), Math.floor(width / 3));
  const first = Math.max(8, ...groupNames.map((name) => name.length));
  const fitting = Math.max(1, Math.min(grouped.length, Math.floor((width - first - 8) / 18)));
  const line = (name: string, answers: string, cells: readonly string[]): string =>
    `${name.padEnd(first)}${answers.padStart(8)}${cells.map((cell) => cell.padStart(18)).join('')}`.trimEnd();
  const cell = (group: GroupRates | undefined): string => {
    const shown = group?.errorRate.shrunken ?? group?.errorRate;
    if (shown?.value === null || shown?.value === undefined) return '–';
    const { interval } = shown;
    return `${shownNumber(shown.value)} ${interval === null ? '' : `[${two(interval.lower)}, ${two(interval.upper)}]`}`;
  };
  return [
    [
      'error rate by group, the worst first',
      line('', 'answers', names.slice(0, fitting)),
      ...groupNames.map((name, at) =>
        line(
          name,
          String(all.get(worst[at])),
          grouped.slice(0, fitting).map((model) => cell(rateIn(model, worst[at]))),
        ),
      ),
      ...(worst.length > MOST_GROUPS ? [`… and ${worst.length - MOST_GROUPS} more groups: --json`] : []),
      ...wrapLines(
        'Small groups are shrunken towards all groups (empirical-Bayes beta-binomial); --json has each rate as it is.',
        width,
      ),
    ],
  ];
}

function two(value: number): string {
  return value.toFixed(2).replace(/^0/, '');
}

function repeatedBlock({ models, rankings }: ScoreReport, width: number): Blocks {
  const repeated = models.filter((model) => model.repeated !== undefined);
  if (repeated.length === 0) return [];
  const targets = Object.keys(rankings);
  const target = targets.includes('0.75') ? '0.75' : targets[targets.length - 1];
  const columns = [
    rateColumn('one: error', 12, (model) => model.repeated!.one.errorRate),
    rateColumn('score', 8, (model) => model.repeated!.one.scores[target]),
    rateColumn('vote: error', 13, (model) => model.repeated!.vote.errorRate),
    rateColumn('two: error', 12, (model) => model.repeated!.twoAgree.errorRate),
    rateColumn('score', 8, (model) => model.repeated!.twoAgree.scores[target]),
  ];
  return titled(
    'repeated answers',
    noted(
      modelTable(repeated, columns, width),
      `one: a single answer; vote: the most frequent one; two: answers only where two agree, else abstains; scores at t = ${target}. --json has vote shares as confidences.`,
      width,
    ),
    width,
  );
}

function forecastBlock(models: readonly ScoredModel[], width: number): Blocks {
  const known = models.filter(({ forecasts }) => forecasts !== undefined);
  if (known.length === 0) return [];
  const columns = [
    { heading: 'stated', width: 8, cell: ({ forecasts }: ScoredModel) => String(forecasts!.stated) },
    { heading: 'ruled out', width: 11, cell: ({ forecasts }: ScoredModel) => String(forecasts!.ruledOut) },
    rateColumn('log', 9, ({ forecasts }) => forecasts!.log),
    rateColumn('quadratic', 11, ({ forecasts }) => forecasts!.quadratic),
  ];
  return titled(
    'stated distributions over answers',
    noted(
      modelTable(known, columns, width),
      'log: mean of ln p of the right answer, not finite where one was ruled out (p = 0); quadratic: mean of 2 p − Σ p². Higher is better.',
      width,
    ),
    width,
  );
}

function auditBlock({ audit, models }: ScoreReport, width: number): Blocks {
  if (audit === undefined) return [];
  const columns = [
    rateColumn('right', 8, ({ audited }) => audited!.accuracy),
    rateColumn('error', 8, ({ audited }) => audited!.errorRate),
    rateColumn('abstained', 11, ({ audited }) => audited!.abstentionRate),
  ];
  const { lower, upper } = audit.agreement.interval;
  return titled(
    "rates corrected for the grader's mistakes",
    noted(
      modelTable(
        models.filter(({ audited }) => audited !== undefined),
        columns,
        width,
      ),
      `From ${audit.audited} audited answers, on which grader and auditor agree at ${shownNumber(audit.agreement.value)} [${two(lower)}, ${two(upper)}] (Rogan and Gladen; interval of Lang and Reiczigel). Audited answers must be drawn at random. –: the audit does not tell.`,
      width,
    ),
    width,
  );
}
