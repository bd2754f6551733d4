// @ts-check
/** Makes docs/claims.md from the list of claims and the claims of the experiments: `npm run docs:claims`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { anchor, cell } from './markdown.js';

/** @typedef {import('../../src/claims/listedClaims.js').ListedClaim} ListedClaim */
/** @typedef {import('../../src/claims/claim.js').ExperimentClaims} ExperimentClaims */

const HEAD = `# The list of claims

The claims of the paper *Why Language Models Hallucinate*, of its article and of two other works. Each has a short name (a *row*) and the
experiments that check it. \`npm run docs:claims\` makes this page from \`src/claims/listedClaims.ts\` and from the claims in \`src/experiments\`.

\`npx hallucination-rate reproduce --only T2prop\` runs the experiments of one row and checks the claims that answer it; \`--only\` also takes the
id of a claim (\`error-tracks-singleton-rate\`) or the name of an experiment (\`trigram\`), or several with commas between them.
[experiments.md](experiments.md) gives the prediction of each claim, [reproduce.md](reproduce.md#what-a-verdict-means) the meaning of a
verdict, and [references.md](references.md) the works cited.`;

/** Chapters of the page, by the source of their rows. */
const CHAPTERS = /** @type {const} */ ([
  [
    'The article',
    /^OpenAI/,
    'Claims of *Why language models hallucinate* (OpenAI 2025), the article for a general audience.',
  ],
  [
    'The paper',
    /^Kalai et al\./,
    'Theorems, corollaries, observations and remarks of Kalai et al. 2025, which [theory.md](theory.md) states exactly, and claims of its successor, Kalai et al. 2026 (N).',
  ],
  ['Other works', /^(?!OpenAI|Kalai)/, 'Challenges to the paper, and other works on the same questions.'],
]);

/**
 * @param {readonly ListedClaim[]} listed
 * @param {readonly ExperimentClaims[]} experiments
 */
export function claimsPage(listed, experiments) {
  const chapters = CHAPTERS.map(([title, source, introduction]) =>
    [
      `## ${title}`,
      introduction,
      [
        '| row | claim | source | answered by |',
        '| --- | --- | --- | --- |',
        ...listed.filter((each) => source.test(each.source)).map((each) => rowOf(each, experiments)),
      ].join('\n'),
    ].join('\n\n'),
  );
  return `${[HEAD, ...chapters].join('\n\n')}\n`;
}

/**
 * @param {ListedClaim} listed
 * @param {readonly ExperimentClaims[]} experiments
 */
function rowOf({ row, statement, source, outOfScope }, experiments) {
  const answers = experiments.flatMap(({ experiment, claims }) => {
    const ids = claims.filter((claim) => answersRow(claim, row)).map(({ id }) => `\`${id}\``);
    return ids.length === 0 ? [] : [`[${experiment}](experiments.md#${anchor(experiment)}): ${ids.join(', ')}`];
  });
  const answered = outOfScope === undefined ? answers.join('; ') : `no experiment; out of scope: ${outOfScope}`;
  return `| <a id="${anchor(row)}"></a>${cell(row)} | ${cell(statement)} | ${cell(source)} | ${answered} |`;
}

/**
 * @param {{ readonly listed: readonly string[] }} claim
 * @param {string} row
 */
function answersRow({ listed }, row) {
  return listed.some((each) => each.split('/').includes(row));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { listedClaims } = await import('../../dist/claims/listedClaims.js');
  const { experimentClaims } = await import('../../dist/experiments/index.js');
  writeFileSync(new URL('../../docs/claims.md', import.meta.url), claimsPage(listedClaims, experimentClaims));
}
