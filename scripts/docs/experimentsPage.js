// @ts-check
/** Makes docs/experiments.md from the claims of the experiments and from notes: `npm run docs:experiments`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { experimentNotes } from './experimentNotes.js';
import { anchor, prose } from './markdown.js';

/** @typedef {import('../../src/claims/claim.js').ExperimentClaims} ExperimentClaims */
/** @typedef {import('../../src/claims/claim.js').Claim} Claim */
/** @typedef {import('./experimentNotes.js').ExperimentNote} ExperimentNote */

const HEAD = `# The experiments

Each experiment that ships, in the order of \`reproduce\`: its claim, the numbers that were measured, and the predictions that it
checks. \`npm run docs:experiments\` makes this page from the claims in \`src/experiments\` and from the notes in
\`scripts/docs/experimentNotes.js\`.

\`npx hallucination-rate run singleton-rate\` runs one of them; \`npx hallucination-rate reproduce --only singleton-rate\` also writes the report
of its claims. Minutes are those of two cores. [theory.md](theory.md) explains the symbols (inv is the invalid mass),
[references.md](references.md) lists the sources (a theorem or a § without a work is one of the paper, [K25](references.md#k25)), and
[config.md](config.md) the keys of the files. In brackets after a claim's id stand its row in [the list of claims](claims.md) and its
[class of evidence](reproduce.md#what-a-claim-is-worth-as-evidence): trained, closed-form or check.`;

/**
 * @param {readonly ExperimentClaims[]} experiments
 * @param {Readonly<Record<string, ExperimentNote>>} notes by the experiment's name
 */
export function experimentsPage(experiments, notes) {
  return `${[HEAD, ['| experiment | what it shows |', '| --- | --- |', ...experimentRows(experiments, notes)].join('\n'), ...experiments.map((each) => section(each, notes[each.experiment]))].join('\n\n')}\n`;
}

/**
 * Rows of the short table at the head of the page, in the same order.
 * @param {readonly ExperimentClaims[]} experiments
 * @param {Readonly<Record<string, ExperimentNote>>} notes
 */
function experimentRows(experiments, notes) {
  return experiments.map(
    ({ experiment }) => `| [${experiment}](#${anchor(experiment)}) | ${notes[experiment].shows} |`,
  );
}

/**
 * @param {ExperimentClaims} experiment
 * @param {ExperimentNote} note
 */
function section({ experiment, title, claims }, { claim, statement, measured, minutes }) {
  return [
    `## ${experiment}`,
    `**${prose(title)}**`,
    [
      `- *File:* [${experiment}.yaml](../experiments/${experiment}.yaml), ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
      `- *Source:* ${prose(statement)}`,
      `- *Claim:* ${prose(claim)}`,
      `- *Measured:* ${prose(measured)}`,
    ].join('\n'),
    'Claims that `reproduce` checks:',
    claims.map(item).join('\n'),
  ].join('\n\n');
}

/** @param {Claim} claim */
function item({ id, evidence, listed, statement, source, prediction }) {
  const rows = listed.map((row) => `[${row}](claims.md#${anchor(row.split('/')[0])})`).join(', ');
  return [
    `- \`${id}\` (${rows === '' ? evidence : `${rows}; ${evidence}`}): ${prose(statement)}`,
    `  - *Source:* ${prose(source)}`,
    `  - *Predicted:* ${prose(prediction)}`,
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { experimentClaims } = await import('../../dist/experiments/index.js');
  writeFileSync(
    new URL('../../docs/experiments.md', import.meta.url),
    experimentsPage(experimentClaims, experimentNotes),
  );
}
