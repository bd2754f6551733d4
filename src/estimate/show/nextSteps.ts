/** Advice that follows from an estimate: why the error is expected, which questions are at risk, what to do, what to open. */
import { printableName } from '../../errors/printable.js';
import type { FileEstimate } from '../estimateTypes.js';

/** Characters of a prompt or an answer that are shown. */
const SHOWN = 60;

/**
 * Returns paragraphs: why, what to do, what to open. None where nothing can be estimated.
 * @param files lists and pictures that were written
 */
export function nextSteps(e: FileEstimate, files: readonly string[] = []): readonly string[] {
  const { calibratedError, singletons, rows, documents, promptsLack = [] } = e;
  if (calibratedError.errorRate === null) return [];
  const open = files.length === 0 ? [] : [`Open: ${files.map(printableName).join(', ')}.`];
  if (promptsLack.length > 0)
    return [
      `What to do first: read whole questions, with ${promptsLack.map(short).join(', ')} where the answer depends on it (--prompt COLUMN,COLUMN). The other advice comes after that.`,
      ...open,
    ];
  const why =
    documents !== undefined
      ? `Why: ${percent(documents.missingMass)} of the rows have a prompt that no other document answers. About as large a share of the questions of a new document has no answer here at all, and there a model that does not abstain guesses.`
      : singletons === 0
        ? 'Why: prompts answered once tell how many are never answered, and here there are none.'
        : `Why: ${count(singletons)} of ${count(rows)} rows are the only answer to their prompt. About as large a share of fresh questions has no answer here at all, and there a model that does not abstain guesses.`;
  return [
    why,
    ...atRisk(e),
    ...(singletons === 0 ? [] : [remedy(e)]),
    ...doubtful(e),
    'A pretrained model may know facts that these rows do not hold. The figure counts what these rows alone can teach.',
    ...open,
  ];
}

function atRisk({ questionsAtRisk, singletons }: FileEstimate): readonly string[] {
  if (questionsAtRisk === undefined || questionsAtRisk.length === 0) return [];
  const prompts = withoutCommonStart(questionsAtRisk.map(({ prompt }) => prompt.replace(/\s+/g, ' ').trim()));
  const shown = questionsAtRisk.map(({ answer }, at) =>
    answer === null ? `“${short(prompts[at])}”` : `“${short(prompts[at])}” (${short(answer)})`,
  );
  const rest = singletons > shown.length ? `; --singletons FILE lists all ${count(singletons)}` : '';
  return [`At risk are questions like those answered once: ${shown.join(', ')}${rest}.`];
}

function remedy({ groups, dataNeeded }: FileEstimate): string {
  const worst = (groups?.groups ?? []).filter(({ shrunk }) => shrunk > groups!.pooled).slice(0, 3);
  const where =
    worst.length === 0
      ? 'add sources of such facts'
      : `add sources first to ${worst.map(({ group, shrunk }) => `${group === null ? 'rows without a group' : short(group)} (${percent(shrunk)})`).join(', ')}`;
  const next = dataNeeded.find((each) => each.reached === 'no' && each.rows !== null);
  const more =
    next === undefined
      ? ''
      : ` About ${count(next.rows!)} rows of the same kind would bring the error to ${percent(next.errorRate)}${next.trustworthy ? '' : ', by a rough estimate'}.`;
  return `What to do: ${where}, or teach the model to abstain, by rows that answer such questions with “I don't know”.${more}`;
}

function doubtful({ falseSingletons }: FileEstimate): readonly string[] {
  const fifth = falseSingletons?.sensitivity.find(({ falseShare }) => falseShare === 0.2);
  if (falseSingletons == null || fifth === undefined || fifth.missingMass === 0) return [];
  const free = falseSingletons.singletonFree;
  return [
    `Check the singletons: if a fifth of them are typing errors or paraphrases, the error is ${percent(fifth.errorRate)}.${free === null ? '' : ` Prompts answered two to four times suggest ${percent(free.errorRate)}.`}`,
  ];
}

/** Characters, about, of a common start that stay before what differs: they tell what is asked. */
const KEPT = 30;

/** Texts without the words that all of them begin with, where these are long: a system prompt would hide what they ask. */
function withoutCommonStart(texts: readonly string[]): readonly string[] {
  const [first, ...others] = texts;
  if (others.length === 0 || texts.every((text) => text.length <= SHOWN)) return texts;
  let common = 0;
  while (common < first.length && others.every((text) => text[common] === first[common])) common++;
  const start = first.lastIndexOf(' ', common - KEPT) + 1;
  return common <= KEPT || start === 0 ? texts : texts.map((text) => `… ${text.slice(start)}`);
}

function short(text: string): string {
  const line = printableName(text.replace(/\s+/g, ' ').trim());
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}

function percent(x: number): string {
  return `${Number((100 * x).toPrecision(x >= 0.1 ? 3 : 2))} %`;
}
