/** An audit from its questions to its files: asked, graded, compared, written. */
import { join } from 'node:path';
import type { BootstrapOptions } from '../scoring/clusters/pairedDifference.js';
import type { KeptAnswers } from '../servers/keptAnswers.js';
import type { Server } from '../servers/server.js';
import { writeFileAtomically } from '../store/atomicFile.js';
import { askChat } from './ask/askChat.js';
import { type AskingOptions, type PlannedRequest, plannedRequests } from './ask/auditPlan.js';
import { type AuditReport, auditReport } from './auditReport.js';
import { type AuditRow, auditRows } from './auditRows.js';
import { auditTable } from './auditTable.js';
import type { GradingRules } from './grade/gradeAnswer.js';
import type { AskedGrader, GraderOptions } from './grade/graderModel.js';
import { gradeSamples } from './grade/gradeSamples.js';
import { equalWords, judgedAgreement } from './grade/samplesAgree.js';
import type { Question } from './question.js';
import { readableModel } from './readableModel.js';
import { auditPage } from './show/auditPage.js';
import { auditWarnings, unusableReasons } from './show/auditWarnings.js';

/** Files of an audit's folder. */
export const AUDIT_FILES = {
  card: 'audit.json',
  table: 'answers.arrow',
  page: 'report.html',
  kept: 'kept.jsonl',
} as const;

export interface AuditRequest {
  readonly questions: readonly Question[];
  readonly asking: AskingOptions;
  readonly rules: GradingRules;
  readonly server: Server;
  readonly kept: KeptAnswers;
  readonly atOnce: number;
  /** The model that grades what no rule decides, and may judge whether two samples agree, and its server; null for none. */
  readonly grader: { readonly options: GraderOptions; readonly server: Server } | null;
  readonly bootstrap: BootstrapOptions;
  readonly onProgress: (stage: 'asked' | 'graded' | 'compared', done: number, all: number) => void;
}

/** Findings of an audit. */
export interface AuditResult {
  readonly report: AuditReport;
  readonly warnings: readonly string[];
  /** Answers that could not be graded, by reason. */
  readonly unusable: readonly { readonly reason: string; readonly answers: number }[];
  readonly requests: { readonly all: number; readonly sent: number };
  /** Tokens of all answers, kept ones included, as the server counted them; null where it does not say. */
  readonly tokens: { readonly prompt: number | null; readonly completion: number | null };
  readonly rows: readonly AuditRow[];
  readonly planned: readonly PlannedRequest[];
}

/** Asks what is not kept, and grades all answers. @throws UserError as `askChat` does */
export async function runAudit(request: AuditRequest): Promise<AuditResult> {
  const { questions, asking, rules, server, kept, atOnce, grader, bootstrap, onProgress } = request;
  const planned = plannedRequests(questions, asking);
  const said = await askChat(planned, { server, kept, atOnce, onDone: (done, all) => onProgress('asked', done, all) });
  const asked = (stage: 'graded' | 'compared'): AskedGrader | null =>
    grader && {
      options: grader.options,
      ask: (bodies) =>
        askChat(
          bodies.map((body) => ({ body, sample: 1 })),
          { server: grader.server, kept, atOnce, onDone: (done, all) => onProgress(stage, done, all) },
        ),
    };
  const samples = await gradeSamples(planned, said, questions, rules, asked('graded'));
  const template = grader?.options.agreement ?? null;
  const agree =
    template === null ? equalWords : await judgedAgreement(samples, questions, asked('compared')!, template);
  const rows = auditRows(samples, agree);
  const { penalties, samples: count, temperature } = asking;
  const sum = (of: (row: AuditRow) => number | null): number | null => {
    const counted = rows.map(of).filter((each) => each !== null);
    return counted.length === 0 ? null : counted.reduce((total, each) => total + each, 0);
  };
  return {
    report: auditReport(rows, { questions: questions.length, samples: count, penalties }, bootstrap),
    warnings: auditWarnings(rows, questions, {
      temperature,
      samples: count,
      hasGrader: grader !== null,
      isCompared: template !== null,
    }),
    unusable: unusableReasons(rows).map(([reason, answers]) => ({ reason, answers })),
    requests: {
      all: planned.length,
      sent: server.sent() + (grader === null || grader.server === server ? 0 : grader.server.sent()),
    },
    tokens: { prompt: sum(({ tokens }) => tokens.prompt), completion: sum(({ tokens }) => tokens.completion) },
    rows,
    planned,
  };
}

/**
 * Writes the card, the table and the page. The card comes first: a folder with it is one of ours.
 * @param card what `audit.json` holds
 * @returns the files
 */
export async function writeAudit(
  directory: string,
  result: AuditResult,
  { questions, asking }: Pick<AuditRequest, 'questions' | 'asking'>,
  card: object,
  settings: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const { report, warnings, rows, planned } = result;
  const place = (name: string): string => join(directory, name);
  const prompts = planned.filter(({ question, sample }) => question === 0 && sample === 1);
  const page = await auditPage({
    model: readableModel(asking.model),
    report,
    warnings,
    rows,
    questions,
    prompts,
    settings,
  });
  const files = [
    [place(AUDIT_FILES.card), `${JSON.stringify(card, null, 2)}\n`],
    [place(AUDIT_FILES.table), auditTable(rows, questions, readableModel(asking.model))],
    [place(AUDIT_FILES.page), page],
  ] as const;
  for (const [file, content] of files) await writeFileAtomically(file, content);
  return files.map(([file]) => file);
}
