/** The page of an audit. Prompts, answers and names are other people's texts, and are escaped. */
import { escapeHtml } from '../../report/page/escape.js';
import { figureHtml, pageHtml } from '../../report/page/page.js';
import { type ChatMessage, shortNumber } from '../ask/stakesPrompt.js';
import type { AuditReport } from '../auditReport.js';
import type { AuditRow } from '../auditRows.js';
import type { Question } from '../question.js';
import { auditFigures } from './auditFigures.js';
import { auditSentences } from './auditSentences.js';
import { auditNumbers } from './auditText.js';

/** The contents of the page. */
export interface AuditPageParts {
  readonly model: string;
  readonly report: AuditReport;
  readonly warnings: readonly string[];
  readonly rows: readonly AuditRow[];
  readonly questions: readonly Question[];
  /** Prompts of the first question, by stated penalty. */
  readonly prompts: readonly { readonly penalty: number | null; readonly messages: readonly ChatMessage[] }[];
  /** Settings and what they were, for whoever repeats the audit. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Answers of each outcome that the page shows. */
const SHOWN = 20;

export async function auditPage(parts: AuditPageParts): Promise<string> {
  const { model, report, warnings, prompts, settings } = parts;
  const figures = await Promise.all(auditFigures(report).map((figure) => figureHtml(figure)));
  const paragraphs = (texts: readonly string[]): string => texts.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n');
  return pageHtml(
    'Open-rubric audit – hallucination-rate',
    `<header>
<p class="kicker">hallucination-rate audit</p>
<h1>Does ${escapeHtml(model)} heed what an error costs?</h1>
<p>${report.questions} questions, each asked ${report.samples === 1 ? 'once' : `${report.samples} times`} without stakes and at each stated penalty of an error.</p>
</header>
${warnings.length === 0 ? '' : `<section class="answer" aria-labelledby="doubts">\n<h2 id="doubts">Look here first</h2>\n${paragraphs(warnings)}\n</section>`}
<section class="answer">
${paragraphs(auditSentences(report))}
</section>
${figures.join('\n')}
<section aria-labelledby="numbers">
<h2 id="numbers">Numbers</h2>
<pre tabindex="0">${escapeHtml(auditNumbers(report))}</pre>
</section>
<section aria-labelledby="prompts">
<h2 id="prompts">The prompts of the first question</h2>
${prompts.map((prompt, at) => promptHtml(prompt, at === prompts.length - 1)).join('\n')}
</section>
<section aria-labelledby="answers">
<h2 id="answers">Some answers, as they were graded</h2>
${answersHtml(parts)}
</section>
<section aria-labelledby="settings">
<h2 id="settings">Settings</h2>
<dl>
${Object.entries(settings)
  .map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`)
  .join('\n')}
</dl>
</section>`,
    'td.text, dd, pre { white-space: pre-wrap; overflow-wrap: anywhere; }',
  );
}

function promptHtml({ penalty, messages }: AuditPageParts['prompts'][number], isOpened: boolean): string {
  const heading = penalty === null ? 'Stakes not stated' : `Stated penalty ${shortNumber(penalty)}`;
  const said = messages.map(({ role, content }) => `${role}: ${content}`).join('\n\n');
  return `<details${isOpened ? ' open' : ''}>\n<summary>${heading}</summary>\n<pre tabindex="0">${escapeHtml(said)}</pre>\n</details>`;
}

/** The first questions with their accepted answers, and what was answered without stakes and at the greatest stated penalty. */
function answersHtml({ rows, questions, report: { penalties } }: AuditPageParts): string {
  const last = penalties[penalties.length - 1];
  const cell = (question: number, arm: AuditRow['arm']): string => {
    const row = rows.find(
      (each) => each.question === question && each.arm === arm && each.sample === 1 && (each.penalty ?? last) === last,
    );
    if (row === undefined) return '–';
    const what = row.reason === null ? row.outcome : `${row.outcome}: ${row.reason}`;
    return `${row.answer === null ? '' : `${escapeHtml(cut(row.answer))} `}<small>(${escapeHtml(what)})</small>`;
  };
  const lines = questions
    .slice(0, SHOWN)
    .map(
      ({ text, accepted, shouldAbstain }, at) =>
        `<tr><td class="text">${escapeHtml(cut(text))}</td><td class="text">${escapeHtml(shouldAbstain ? '(no answer)' : cut(accepted.join(' | ')))}</td><td class="text">${cell(at, 'closed')}</td><td class="text">${cell(at, 'open')}</td></tr>`,
    );
  return `<div class="card scroll" tabindex="0" role="region" aria-label="Answers to the first questions">
<table>
<thead><tr><th scope="col" class="text">question</th><th scope="col" class="text">accepted</th><th scope="col" class="text">stakes not stated</th><th scope="col" class="text">stated penalty ${shortNumber(last)}</th></tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table>
</div>
<p>The first ${Math.min(SHOWN, questions.length)} questions, first samples; <code>answers.arrow</code> has all.</p>`;
}

/** Characters of a text that the page shows. */
const LONGEST = 300;

function cut(text: string): string {
  const letters = [...text];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : text;
}
