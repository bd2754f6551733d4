/** The card of an audit, `audit.json`: its settings and numbers, for programs and for the next audit of the same folder. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMapping } from '../config/paths.js';
import { UserError } from '../errors/userError.js';
import { AUDIT_FORMAT } from './auditTable.js';
import type { Match } from './grade/gradeAnswer.js';
import type { QuestionColumns } from './questions/questionColumns.js';
import { AUDIT_FILES, type AuditRequest, type AuditResult } from './runAudit.js';

/** Facts about an audit that its request does not tell. */
export interface AuditSource {
  readonly version: string;
  /** Files of the questions, as they were named. */
  readonly files: readonly string[];
  readonly columns: QuestionColumns;
  /** Rows that were left out as bad. */
  readonly skippedRows: number;
  /** Abstentions that the user named. */
  readonly abstentions: readonly string[];
}

/** The card: no key is in it, since no key is in anything that it is made of. */
export function auditCard(source: AuditSource, request: AuditRequest, result: AuditResult): object {
  const { asking, rules, server, grader } = request;
  const { report, warnings, unusable, requests, tokens } = result;
  return {
    format: AUDIT_FORMAT,
    version: source.version,
    model: asking.model,
    server: server.url,
    files: source.files,
    columns: source.columns,
    skippedRows: source.skippedRows,
    asking,
    grading: {
      match: rules.match,
      abstentions: source.abstentions,
      grader: grader && { ...grader.options, server: grader.server.url },
    },
    ...report,
    unusable,
    warnings,
    requests: { all: requests.all },
    tokens,
  };
}

const MATCH_WORDS: Readonly<Record<Match, string>> = {
  normalised: "equal to an accepted answer in SQuAD's normalised form",
  exact: 'equal to an accepted answer, letter by letter',
  contains: "holding an accepted answer as whole words, in SQuAD's normalised form, and no words of an abstention",
};

/** The settings in words, for the page. */
export function auditSettings(
  source: AuditSource,
  { asking, rules, server, grader }: AuditRequest,
  { unusable, tokens, requests }: AuditResult,
): Readonly<Record<string, string>> {
  const { model, temperature, maxTokens, seed, samples, system, fields } = asking;
  return {
    model,
    server: server.url,
    questions: source.files.join(', '),
    temperature: String(temperature),
    'most tokens of an answer': String(maxTokens),
    seeds: Array.from({ length: samples }, (_, at) => seed + at).join(', '),
    'system prompt': system ?? 'none',
    'more fields': JSON.stringify(fields),
    graded:
      MATCH_WORDS[rules.match] +
      (source.columns.pattern === null ? '' : ', or matched by its pattern') +
      (grader === null ? '' : `; otherwise by ${grader.options.model} at ${grader.server.url}`),
    ...(grader !== null && { "the grader's prompt": grader.options.template }),
    'two agree':
      typeof grader?.options.agreement !== 'string'
        ? 'if they are equal in normalised form'
        : `if they are equal in normalised form, or say the same as ${grader.options.model} judges`,
    ...(typeof grader?.options.agreement === 'string' && {
      "the grader's prompt on two samples": grader.options.agreement,
    }),
    'cannot be graded': unusable.map(({ reason, answers }) => `${answers} × ${reason}`).join(', ') || 'none',
    requests: String(requests.all),
    'tokens of prompts': String(tokens.prompt ?? 'not counted by the server'),
    'tokens of answers': String(tokens.completion ?? 'not counted by the server'),
    program: `hallucination-rate ${source.version}`,
  };
}

/** The folder of a model's audit, below the folder of audits: its name without signs that folders cannot have. */
export function folderOfModel(model: string): string {
  const plain = model.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '');
  return [...plain].slice(0, LONGEST_NAME).join('') || 'model';
}

const LONGEST_NAME = 80;

/**
 * Checks that the files of a folder may be written anew.
 * @throws UserError where they are of another audit, or not of this program
 */
export function refuseForeignAudit(directory: string, model: string, files: readonly string[]): void {
  const card = join(directory, AUDIT_FILES.card);
  const written = [card, join(directory, AUDIT_FILES.table), join(directory, AUDIT_FILES.page)];
  const found = written.find((file) => existsSync(file));
  if (found === undefined) return;
  const held = existsSync(card) ? cardIn(card) : null;
  const named = (paths: unknown): string =>
    JSON.stringify(Array.isArray(paths) ? paths.map((each) => basename(String(each))) : null);
  const other =
    held === null
      ? 'a file that `audit` did not write'
      : held.model !== model
        ? `the audit of the model ${String(held.model)}`
        : named(held.files) !== named(files)
          ? `the audit of other questions: ${named(held.files)}`
          : undefined;
  if (other === undefined) return;
  throw new UserError({
    code: 'other-audit',
    summary: 'the results would take the place of something else',
    where: held === null ? found : directory,
    found: other,
    hint: 'choose another folder: --out FOLDER',
  });
}

/** A card of this format; null for anything else. */
function cardIn(file: string): Readonly<Record<string, unknown>> | null {
  try {
    const card: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isMapping(card) && card.format === AUDIT_FORMAT ? card : null;
  } catch {
    return null;
  }
}
