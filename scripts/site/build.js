// @ts-check
/**
 * Makes a static site in `site/`, for any host of files: the first page, every document, the explorable page, a report and, where
 * `npm run docs:api` has made it, the reference of the library. `npm run site`, or `npm run site -- FOLDER`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentHtml } from './document.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUT = path.resolve(process.argv[2] ?? path.join(ROOT, 'site'));
/** The experiment whose report is the example. */
const EXAMPLE = 'singleton-rate';

/** Documents of the site: the file of each, and its page. */
const PAGES = [
  ['README.md', 'index.html'],
  ['CHANGELOG.md', 'CHANGELOG.html'],
  ['CONTRIBUTING.md', 'CONTRIBUTING.html'],
  ...readdirSync(path.join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => [`docs/${name}`, `docs/${name.replace(/\.md$/, '.html')}`]),
];

/** @param {string} name @param {string} text */
function write(name, text) {
  const file = path.join(OUT, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** @param {readonly string[]} words of this program's command line */
function run(...words) {
  const main = path.join(ROOT, 'dist/cli/main.js');
  const { status, stderr } = spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** The report of stored tables, as `run` would have left it. */
async function exampleReport() {
  const { readResults } = await import('../../dist/results/readResults.js');
  const { reportHtml } = await import('../../dist/report/page/experimentReport.js');
  const { VERSION } = await import('../../dist/store/version.js');
  const source = readFileSync(path.join(ROOT, 'experiments', `${EXAMPLE}.yaml`), 'utf8');
  const tables = await readResults(path.join(ROOT, 'notebooks/results', EXAMPLE));
  const command = `npx hallucination-rate run ${EXAMPLE} --quick`;
  return reportHtml(tables, { source, command, version: VERSION });
}

rmSync(OUT, { recursive: true, force: true });
const pages = new Map(PAGES.map(([file, page]) => [file, page]));
const hasReference = existsSync(path.join(ROOT, 'docs/api/html/index.html'));
/** @type {Set<string>} */
const linked = new Set(['docs/images']);
for (const [file, page] of PAGES) {
  const place = { file, page, pages, hasReference, onFile: (/** @type {string} */ named) => void linked.add(named) };
  write(page, documentHtml(readFileSync(path.join(ROOT, file), 'utf8'), place));
}
for (const file of linked)
  if (existsSync(path.join(ROOT, file))) cpSync(path.join(ROOT, file), path.join(OUT, file), { recursive: true });
if (hasReference) cpSync(path.join(ROOT, 'docs/api/html'), path.join(OUT, 'reference'), { recursive: true });
run('explore', '--out', path.join(OUT, 'explore.html'));
write('report.html', await exampleReport());
console.log(`wrote ${path.relative('.', OUT) || OUT}: ${PAGES.length + 2} pages`);
