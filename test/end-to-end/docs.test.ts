/**
 * The screens in the documentation are what the program prints. A block ```console holds commands after `$ ` and what they print;
 * a line `…` stands for any lines. `cat FILE` shows a file of the reader's own: the test writes it. A page is a session in a folder of
 * its own, beside which the package's `corpora` and `experiments` lie.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { resolveExperiment } from '../../src/config/loadExperiment.js';
import { schemaOf } from '../../src/sweep/experiment.js';
import { temporaryFolder } from './commandLine.js';

interface Screen {
  readonly command: string;
  readonly lines: readonly string[];
}

const screensOf = (page: string): readonly Screen[] =>
  [...page.matchAll(/^```console\n([^]*?)^```$/gm)].flatMap(([, block]) =>
    block.split(/^\$ /m).slice(1).map((each) => {
      const [command, ...lines] = each.trimEnd().split('\n');
      return { command, lines };
    }),
  );

/** Lines of the program, where a line `…` of the page stands for any number of them. */
function matches(printed: readonly string[], lines: readonly string[]): boolean {
  if (lines.length === 0) return printed.length === 0;
  const [first, ...rest] = lines;
  if (first === '…') return matches(printed, rest) || (printed.length > 0 && matches(printed.slice(1), lines));
  return printed.length > 0 && printed[0] === first && matches(printed.slice(1), rest);
}

const MAIN = path.resolve('dist/cli/main.js');

/** What a command prints; where it fails, also what it says on stderr. */
const printedBy = (command: string, folder: string): Promise<string> =>
  new Promise((resolve) => {
    const script = `npx() { shift; "${process.execPath}" "${MAIN}" "$@"; }\n${command}`;
    execFile('bash', ['-c', script], { cwd: folder, env: { ...process.env, NO_COLOR: '1', LC_ALL: 'C.UTF-8', TERM: 'xterm' } }, (error, stdout, stderr) => {
      resolve(error === null ? stdout : stdout + stderr);
    });
  });

/** Ids of runs are hashes that change with the program's version: any will do. */
const linesOf = (text: string): string[] => {
  const trimmed = text.replace(/^\n+|\s+$/g, '').replaceAll(/\b[0-9a-f]{12}\b/g, '<id>');
  return trimmed === '' ? [] : trimmed.split('\n').map((line) => line.trimEnd());
};

test('lines left out', () => {
  expect(matches(['a', 'b', 'c'], ['a', '…', 'c'])).toBe(true);
  expect(matches(['a', 'c'], ['a', '…', 'c'])).toBe(true);
  expect(matches(['a', 'b'], ['a', '…', 'c'])).toBe(false);
  expect(matches(['a', 'b'], ['a'])).toBe(false);
});

describe('the documentation shows what the program prints', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').filter((file) => file.endsWith('.md')).map((file) => path.join('docs', file))];
  const sessions = pages.map((page) => ({ page, screens: screensOf(readFileSync(page, 'utf8')) })).filter(({ screens }) => screens.length > 0);

  test('there are screens', () => {
    expect(sessions.flatMap(({ screens }) => screens).length).toBeGreaterThan(10);
  });

  test.each(sessions)('$page', async ({ screens }) => {
    const folder = temporaryFolder();
    for (const shipped of ['corpora', 'experiments']) symlinkSync(path.resolve(shipped), path.join(folder, shipped));
    for (const { command, lines } of screens) {
      const file = /^cat (\S+)$/.exec(command)?.[1];
      if (file !== undefined && !existsSync(path.join(folder, file))) {
        writeFileSync(path.join(folder, file), `${lines.join('\n')}\n`);
        continue;
      }
      const [printed, shown] = [linesOf(await printedBy(command, folder)), linesOf(lines.join('\n'))];
      // Compared as texts where they differ, for the message.
      if (!matches(printed, shown)) expect(`$ ${command}\n${printed.join('\n')}`).toBe(`$ ${command}\n${shown.join('\n')}`);
    }
  }, 300_000);

  test('the experiment in the README is one', () => {
    const [, yaml] = /^```yaml\n([^]*?)^```$/m.exec(readFileSync('README.md', 'utf8'))!;
    const { name, runs } = resolveExperiment(yaml, 'README.md', {}, schemaOf);
    expect({ name, runs: runs.length }).toEqual({ name: 'my-experiment', runs: 9 });
  });

  test('CITATION.cff has the version of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(readFileSync('CITATION.cff', 'utf8')).toContain(`\nversion: ${version}\n`);
  });

  test('links lead to files of the package', () => {
    for (const page of pages) {
      const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link]) => link);
      for (const link of links) expect([page, link, existsSync(path.join(path.dirname(page), link))]).toEqual([page, link, true]);
    }
  });
});
