/** Audits a chat model on its server: the same questions with an error's cost stated and unstated. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditCost, auditCost } from '../../audit/ask/auditCost.js';
import { type AskingOptions, CHAT_PATH, plannedRequests } from '../../audit/ask/auditPlan.js';
import {
  type AuditSource,
  auditCard,
  auditSettings,
  folderOfModel,
  refuseForeignAudit,
} from '../../audit/auditCard.js';
import type { Question } from '../../audit/question.js';
import { drawnQuestions } from '../../audit/questions/chooseQuestions.js';
import type { ReadQuestions } from '../../audit/questions/readQuestions.js';
import { AUDIT_FILES, type AuditRequest, type AuditResult, runAudit, writeAudit } from '../../audit/runAudit.js';
import { auditText } from '../../audit/show/auditText.js';
import { costText } from '../../audit/show/costText.js';
import { printableName } from '../../errors/printable.js';
import { badRowLines } from '../../scoring/read/badRows.js';
import { openAnswers } from '../../servers/keptAnswers.js';
import { VERSION } from '../../store/version.js';
import type { Command } from '../listedCommand.js';
import { type AuditFlags, auditFlags } from '../options/auditFlags.js';
import { askingOf, rulesOf, serversOf } from '../options/auditSettings.js';
import { examples } from '../options/examples.js';
import { refuseOverwriting } from '../options/outputFiles.js';
import { makeOutputFolder } from '../options/outputFolder.js';
import { unmarked } from '../options/standardInput.js';
import { onSignal } from '../processes/interruption.js';
import { lockWhile } from '../processes/lockWhile.js';
import { type AnswersProgress, answersProgress } from '../screen/answersProgress.js';
import { print, printScreen, tell, wroteLines } from '../screen/print.js';
import { screenOptions } from '../screen/terminal.js';

export const auditCommand: Command<AuditFlags> = {
  builder: (yargs) =>
    auditFlags(yargs).epilogue(
      examples(
        [
          'audit questions.csv --server http://127.0.0.1:8080 --model m --dry-run',
          'requests, tokens and prompts, before anything is asked',
        ],
        [
          'audit questions.csv --server http://127.0.0.1:8080 --model m --limit 200',
          'four penalties, two samples, 200 questions',
        ],
        [
          'audit questions.csv --server https://host/v1 --model m --grader-model g',
          'another model grades; the key is in HALLUCINATION_RATE_KEY',
        ],
        [
          'audit questions.csv --server https://host/v1 --model m --grader-model g --agreement grader',
          'it also judges whether two samples say the same',
        ],
        ['score audits/m/answers.arrow', 'the same answers, scored under their stated stakes'],
      ),
    ),
  handler: async (flags) => {
    const files = unmarked(flags.questions);
    const directory = join(flags.out, folderOfModel(flags.model));
    const templates = [flags.template, flags.graderTemplate, flags.agreementTemplate].filter(
      (file) => file !== undefined,
    );
    refuseOverwriting({ '--out': Object.values(AUDIT_FILES).map((name) => join(directory, name)) }, [
      ...files,
      ...templates,
    ]);
    const [asking, rules] = [askingOf(flags), rulesOf(flags)];
    const interruption = new AbortController();
    const progress = answersProgress(process.stderr);
    const servers = serversOf(flags, { signal: interruption.signal, onAgain: progress.again });
    refuseForeignAudit(directory, flags.model, files);
    const { readQuestions } = await import('../../audit/questions/readQuestions.js'); // the database takes its time to load
    const read = await readQuestions({
      ...flags,
      files,
      stdin: process.stdin,
      columns: flags,
      rules,
      hasGrader: servers.grader !== null,
    });
    const questions = chosen(read.questions, flags);
    tell(readText(read, files, questions.length));
    if (flags.dryRun) {
      await dryRun(questions, asking, servers, directory, flags.json);
      return;
    }
    await makeOutputFolder(directory);
    await lockWhile(directory, async () => {
      const { atOnce, resamples, level } = flags;
      const kept = openAnswers(join(directory, AUDIT_FILES.kept));
      const onProgress: AuditRequest['onProgress'] = (stage, done, all) => progress.show(stage, done, all);
      const bootstrap = { resamples, level, seed: 1 };
      const request: AuditRequest = { ...servers, questions, asking, rules, kept, atOnce, bootstrap, onProgress };
      const source: AuditSource = {
        version: VERSION,
        files,
        columns: read.columns,
        skippedRows: read.skipped.rows,
        abstentions: unmarked(flags.abstention ?? []),
      };
      try {
        await auditAndWrite(request, source, directory, { json: flags.json, progress, interruption });
      } finally {
        kept.close();
      }
    });
  },
};

/** Says what was sent, and what it took. */
function requestsText({ requests: { all, sent }, tokens: { prompt, completion } }: AuditResult): string {
  const counted =
    prompt === null && completion === null
      ? ''
      : `; tokens: ${prompt ?? '–'} of prompts, ${completion ?? '–'} of answers`;
  return `${all} answers, ${sent} requests sent by this command${counted}\n`;
}

interface Showing {
  readonly json: boolean;
  readonly progress: AnswersProgress;
  readonly interruption: AbortController;
}

async function auditAndWrite(
  request: AuditRequest,
  source: AuditSource,
  directory: string,
  { json, progress, interruption }: Showing,
): Promise<void> {
  const work = runAudit(request);
  onSignal(() => {
    progress.stop();
    interruption.abort();
    const told = `${request.kept.size()} answers are kept in ${printableName(directory)}: the same command goes on\n`;
    return work.catch(() => tell(told));
  });
  try {
    const result = await work;
    progress.stop();
    const card = auditCard(source, request, result);
    const written = await writeAudit(directory, result, request, card, auditSettings(source, request, result));
    if (json) print(`${JSON.stringify({ ...card, requests: result.requests, written })}\n`);
    else
      printScreen(
        `${requestsText(result)}\n${auditText(result.report, result.warnings, screenOptions(process.stdout))}\n${wroteLines(written)}`,
      );
  } catch (error) {
    if (!interruption.signal.aborted) throw error; // otherwise the process is about to end
  } finally {
    progress.stop();
  }
}

async function dryRun(
  questions: readonly Question[],
  asking: AskingOptions,
  { server, grader }: Pick<AuditRequest, 'server' | 'grader'>,
  directory: string,
  json: boolean,
): Promise<void> {
  const planned = plannedRequests(questions, asking);
  const { penalties, samples, maxTokens } = asking;
  const file = join(directory, AUDIT_FILES.kept);
  const costWith = (kept: Parameters<typeof auditCost>[2]): AuditCost =>
    auditCost(planned, server.url, kept, {
      maxTokens,
      hasGrader: grader !== null,
      isCompared: typeof grader?.options.agreement === 'string',
    });
  const cost = existsSync(file)
    ? await lockWhile(directory, async () => {
        const kept = openAnswers(file);
        try {
          return costWith(kept);
        } finally {
          kept.close();
        }
      })
    : costWith(null);
  const place = `${server.url}${CHAT_PATH}`;
  const facts = { questions: questions.length, penalties, samples, maxTokens, place, grader: grader?.options ?? null };
  if (json) {
    const first = planned.filter(({ question, sample }) => question === 0 && sample === 1);
    const prompts = first.map(({ penalty, messages }) => ({ penalty, messages }));
    print(`${JSON.stringify({ ...cost, place, prompts })}\n`);
  } else print(costText(cost, planned, facts));
}

function chosen(questions: readonly Question[], { limit, first, seed }: AuditFlags): readonly Question[] {
  if (limit !== undefined) return drawnQuestions(questions, limit, seed);
  return first === undefined ? questions : questions.slice(0, first);
}

/** Says what was read, and what was not, before anything is asked. */
function readText(
  { questions, columns, skipped, notes }: ReadQuestions,
  files: readonly string[],
  asked: number,
): string {
  const named = [
    `question: ${columns.question.join(', ')}`,
    `accepted answers: ${columns.answers.join(', ') || 'none'}`,
    ...Object.entries({
      pattern: columns.pattern,
      'no answer': columns.shouldAbstain,
      id: columns.id,
      group: columns.group,
    }).flatMap(([meaning, column]) => (column === null ? [] : [`${meaning}: ${column}`])),
  ];
  const some = asked === questions.length ? '' : `, of which ${asked} are asked`;
  return [
    printableName(`${files.join(', ')}: ${questions.length} questions${some} (${named.join('; ')})`),
    ...notes.map((note) => printableName(`  ${note}`)),
    ...(skipped.rows === 0
      ? []
      : [`skipped ${skipped.rows} bad row${skipped.rows === 1 ? '' : 's'}`, ...badRowLines(skipped)]),
    '',
  ].join('\n');
}
