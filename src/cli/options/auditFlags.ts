/** Flags of `audit`. */
import type { Argv } from 'yargs';
import { MATCHES, type Match } from '../../audit/grade/gradeAnswer.js';
import { AGREEMENTS, type AgreementKind } from '../../audit/grade/samplesAgree.js';
import { UserError } from '../../errors/userError.js';
import { DEFAULT_ABSTENTIONS } from '../../estimate/texts.js';
import { KEY_VARIABLE } from '../../servers/apiKey.js';
import { JSON_OPTION } from './jsonOption.js';
import { INTEGER_FROM, INTEGERS, NUMBERS, numberOption } from './numbers.js';
import { oneFolder } from './outputFolder.js';
import { HEADER_OPTION, SHEET_DESCRIPTION } from './tableFlags.js';
import { choiceOption, namesArgument, textOption } from './textOptions.js';

export interface AuditFlags {
  readonly questions: string[];
  readonly server: string;
  readonly model: string;
  readonly penalties: readonly number[];
  readonly samples: number;
  readonly out: string;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly question: string | undefined;
  readonly answers: string | undefined;
  readonly delimiter: string | undefined;
  readonly pattern: string | undefined;
  readonly id: string | undefined;
  readonly group: string | undefined;
  readonly shouldAbstain: string | undefined;
  readonly header: boolean;
  readonly sheet: string | undefined;
  readonly skipBadRows: boolean;
  readonly limit: number | undefined;
  readonly first: number | undefined;
  readonly template: string | undefined;
  readonly system: string | undefined;
  readonly temperature: number;
  readonly maxTokens: number;
  readonly seed: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly match: Match;
  readonly abstention: string[] | undefined;
  readonly graderModel: string | undefined;
  readonly graderServer: string | undefined;
  readonly graderTemplate: string | undefined;
  readonly graderMaxTokens: number;
  readonly agreement: AgreementKind;
  readonly agreementTemplate: string | undefined;
  readonly keyVariable: string | undefined;
  readonly graderKeyVariable: string | undefined;
  readonly atOnce: number;
  readonly maxRequests: number | undefined;
  readonly timeout: number;
  readonly resamples: number;
  readonly level: number;
}

const [QUESTIONS, PROMPTS, GRADING, SERVER, RESULTS] = [
  'Questions:',
  'Prompts:',
  'Grading (nothing is asked again):',
  'Server:',
  'Results:',
];
/** Seeds of requests are 32-bit integers on some servers; samples take the next ones. */
const MOST_SEED = 2 ** 31 - 100;

export function auditFlags<T>(yargs: Argv<T>): Argv<AuditFlags> {
  return yargs
    .positional('questions', {
      ...namesArgument('tables of questions: CSV, JSON Lines, Parquet, xlsx, …; - for stdin'),
      demandOption: true,
    })
    .option('server', {
      ...textOption('server', 'address of the server, such as http://127.0.0.1:8080'),
      demandOption: true,
    })
    .option('model', { ...textOption('model', 'name of the model, as the server knows it'), demandOption: true })
    .option('penalties', {
      type: 'string',
      requiresArg: true,
      default: '0,1,3,9',
      coerce: penaltiesOf,
      describe: 'penalties λ of an error that the prompts state, with commas',
    })
    .option('samples', {
      ...numberOption('samples', INTEGERS(1, 20), 'answers to each prompt; from 2 on also: only if two agree'),
      default: '2',
    })
    .option('dry-run', { type: 'boolean', default: false, describe: 'ask nothing: print requests, tokens and prompts' })
    .option('out', {
      type: 'string',
      requiresArg: true,
      coerce: (out: unknown) => (out === undefined ? undefined : oneFolder(out)),
      default: 'audits',
      describe: 'folder of audits; results go to its folder of the model',
    })
    .option('json', JSON_OPTION)
    .option('question', {
      ...textOption('question', 'column of questions, or several with commas between'),
      group: QUESTIONS,
      defaultDescription: 'recognised',
    })
    .option('answers', {
      ...textOption('answers', 'columns of accepted answers: texts, or lists in JSON'),
      group: QUESTIONS,
      defaultDescription: 'recognised',
    })
    .option('delimiter', {
      ...textOption('delimiter', 'sign between several accepted answers of a cell'),
      group: QUESTIONS,
    })
    .option('pattern', {
      ...textOption('pattern', 'column of regular expressions that right answers match, whatever their case'),
      group: QUESTIONS,
    })
    .option('should-abstain', {
      ...textOption('should-abstain', 'column: yes where a question has no answer'),
      group: QUESTIONS,
    })
    .option('id', { ...textOption('id', 'column of ids'), group: QUESTIONS, defaultDescription: 'recognised' })
    .option('group', { ...textOption('group', 'column of groups'), group: QUESTIONS, defaultDescription: 'recognised' })
    .option('header', { ...HEADER_OPTION, group: QUESTIONS })
    .option('sheet', { ...textOption('sheet', SHEET_DESCRIPTION), group: QUESTIONS })
    .option('skip-bad-rows', {
      type: 'boolean',
      default: false,
      group: QUESTIONS,
      describe: 'leave bad rows out, and list them',
    })
    .option('limit', {
      ...numberOption('limit', INTEGER_FROM(1), 'ask so many questions, drawn by --seed'),
      group: QUESTIONS,
    })
    .option('first', {
      ...numberOption('first', INTEGER_FROM(1), 'ask the first so many questions'),
      group: QUESTIONS,
      conflicts: 'limit',
    })
    .option('template', {
      ...textOption('template', 'file with the prompt that states the stakes: {question}, {points}, {target}'),
      group: PROMPTS,
    })
    .option('system', { ...textOption('system', 'system prompt, with and without stakes'), group: PROMPTS })
    .option('temperature', {
      ...numberOption('temperature', NUMBERS(0, 10), 'temperature of the samples'),
      group: PROMPTS,
      default: '1',
    })
    .option('max-tokens', {
      ...numberOption('max-tokens', INTEGERS(1, 1_000_000), 'most tokens of an answer, thinking included'),
      group: PROMPTS,
      default: '1024',
    })
    .option('seed', {
      ...numberOption('seed', INTEGERS(0, MOST_SEED), 'seed of the first sample, and of --limit'),
      group: PROMPTS,
      default: '1',
    })
    .option('fields', {
      type: 'string',
      requiresArg: true,
      group: PROMPTS,
      default: '{}',
      coerce: fieldsOf,
      describe:
        'more fields of each request, as JSON; null leaves one out: {"max_tokens": null, "max_completion_tokens": 4000}',
    })
    .option('match', {
      ...choiceOption('match', MATCHES, 'how answers are compared with accepted ones'),
      group: GRADING,
      default: 'normalised',
    })
    .option('abstention', {
      type: 'string',
      array: true,
      nargs: 1,
      group: GRADING,
      describe: `answer that claims nothing, beside ${DEFAULT_ABSTENTIONS.join(', ')}; repeatable`,
    })
    .option('grader-model', {
      ...textOption('grader-model', 'model that grades what neither equals an accepted answer nor abstains'),
      group: GRADING,
    })
    .option('grader-server', {
      ...textOption('grader-server', 'its server'),
      group: GRADING,
      defaultDescription: '--server',
      implies: 'grader-model',
    })
    .option('grader-template', {
      ...textOption('grader-template', 'file with its prompt: {question}, {answers}, {answer}'),
      group: GRADING,
      implies: 'grader-model',
    })
    .option('grader-max-tokens', {
      ...numberOption('grader-max-tokens', INTEGERS(1, 1_000_000), 'most tokens of a grade, thinking included'),
      group: GRADING,
      default: '1024',
    })
    .option('agreement', {
      ...choiceOption('agreement', AGREEMENTS, 'two samples agree in equal words, or also where the grader says so'),
      group: GRADING,
      default: 'words',
    })
    .option('agreement-template', {
      ...textOption('agreement-template', 'file with its prompt: {question}, {one}, {other}'),
      group: GRADING,
      implies: 'grader-model',
    })
    .option('key-variable', {
      ...textOption('key-variable', 'environment variable that holds the key'),
      group: SERVER,
      defaultDescription: KEY_VARIABLE,
    })
    .option('grader-key-variable', {
      ...textOption('grader-key-variable', 'the same for --grader-server, which gets no other key'),
      group: SERVER,
      implies: 'grader-server',
    })
    .option('at-once', {
      ...numberOption('at-once', INTEGERS(1, 256), 'requests at once'),
      group: SERVER,
      default: '8',
    })
    .option('max-requests', {
      ...numberOption('max-requests', INTEGER_FROM(1), 'requests to a server in all, tries included'),
      group: SERVER,
      defaultDescription: 'no limit',
    })
    .option('timeout', {
      ...numberOption('timeout', NUMBERS(1, 86_400), 'seconds that one request may take'),
      group: SERVER,
      default: '300',
    })
    .option('resamples', {
      ...numberOption('resamples', INTEGERS(1, 1_000_000), 'bootstrap samples of the questions'),
      group: RESULTS,
      default: '1000',
    })
    .option('level', {
      ...numberOption('level', NUMBERS(0.5, 0.9999), 'level of the intervals'),
      group: RESULTS,
      default: '0.95',
    }) as never;
}

/** Most penalties; beyond that each question is asked too often. */
const MOST_PENALTIES = 20;

/** Penalties, each once, by rising cost. */
function penaltiesOf(value: unknown): readonly number[] {
  const texts = [value].flat().flatMap((each) => String(each).split(','));
  const penalties = texts.map((text) => (text.trim() === '' ? NaN : Number(text)));
  const wrong = penalties.findIndex((penalty) => !(penalty >= 0 && penalty <= 1e6));
  if (wrong < 0 && texts.length <= MOST_PENALTIES)
    return [...new Set(penalties.map((each) => each + 0))].sort((a, b) => a - b);
  throw new UserError({
    code: 'usage',
    summary: 'not an allowed value',
    where: '--penalties',
    found: wrong < 0 ? `${texts.length} values` : JSON.stringify(texts[wrong]),
    allowed: `numbers from 0 to a million with commas between, ${MOST_PENALTIES} at most; 3 is the confidence target 0.75`,
  });
}

/** Fields that the program sets itself, and on which the reading of answers depends. */
const OWN_FIELDS = ['model', 'messages', 'stream', 'n'];

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  const refused = (found: string): UserError =>
    new UserError({
      code: 'usage',
      summary: 'not fields of a request',
      where: '--fields',
      found,
      allowed: `an object of JSON without ${OWN_FIELDS.join(', ')}: {"reasoning_effort": "low"}`,
    });
  let fields: unknown;
  try {
    fields = JSON.parse(String(value));
  } catch {
    throw refused(String(value));
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) throw refused(String(value));
  const own = OWN_FIELDS.find((name) => name in fields);
  if (own !== undefined) throw refused(own);
  return fields as Readonly<Record<string, unknown>>;
}
