/**
 * The screens in the documentation are what the program prints. A block ```console holds commands after `$ ` and what they print;
 * a line `…` stands for any lines. `cat FILE` shows a file of the reader's own: the test writes it. A page is a session in a folder of
 * its own, beside which the package's `corpora` and `experiments` lie, and where programs find the package by its name.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { resolveExperiment } from '../../src/config/load/loadExperiment.js';
import { experimentClaims } from '../../src/experiments/index.js';
import { schemaOf } from '../../src/sweep/experimentSchemas.js';
import { hallucinationRate, temporaryFolder } from './commandLine.js';

interface Screen {
  readonly command: string;
  readonly lines: readonly string[];
}

function screensOf(page: string): readonly Screen[] {
  return [...page.matchAll(/^```console\n([^]*?)^```$/gm)].flatMap(([, block]) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((each) => {
        const [command, ...lines] = each.trimEnd().split('\n');
        return { command, lines };
      }),
  );
}

/** Lines of the program, where a line `…` of the page stands for any number of them. */
function matches(printed: readonly string[], lines: readonly string[]): boolean {
  if (lines.length === 0) return printed.length === 0;
  const [first, ...rest] = lines;
  if (first === '…') return matches(printed, rest) || (printed.length > 0 && matches(printed.slice(1), lines));
  return printed.length > 0 && printed[0] === first && matches(printed.slice(1), rest);
}

/** Output that no test compares: page, first line, and why. */
const NOT_RUN: readonly (readonly [page: string, firstLine: string, reason: string])[] = [
  [
    'docs/main-job.md',
    'birthdays (arbitrary facts)',
    'slow: two minutes of training, see reproduce.test.ts and run.test.ts for smaller ones',
  ],
  ['docs/reproduce.md', 'claim', 'slow: the full reproduction takes half an hour'],
  [
    'docs/reproduce.md',
    'quick   1.1585  0.6375 to 1.6795      ? inconclusive',
    'slow: a claim out of both forms of the reproduction',
  ],
  [
    'docs/benchmark.md',
    'processor time, ms  N = 10³  N = 10⁴  N = 10⁵  N = 10⁶  N = 10⁷  exponent  last',
    'timings of a quiet machine',
  ],
  ['docs/commands.md', 'The page is at http://127.0.0.1:43521/', 'serves until it is stopped, at a free port'],
  [
    'docs/commands.md',
    '$ npx hallucination-rate run small.yaml --executor slurm --slurm time=30 --array-concurrency 3',
    'needs Slurm; slurm.test.ts compares what it says',
  ],
  ['docs/commands.md', 'compiled  onnxruntime      works (default)', 'depends on the machine'],
  [
    'docs/tfjs-node.md',
    'eager     tensorflow       works (what --engine eager uses)',
    'needs a library that the package does not bring',
  ],
  ['docs/prose.md', 'It goes on:', 'slow: half a minute of training; prose.test.ts asks a smaller network'],
  [
    'docs/teaching.md',
    'Fatima Virtanen was born on …',
    'the answers of a network depend on the last bits of a processor',
  ],
  ['docs/audit.md', 'look here first', 'needs a server and a model; audit.test.ts asks a simulated one'],
  ['docs/score.md', '2 of 10 rows are bad', 'an excerpt; score.test.ts compares messages of bad rows'],
  [
    'docs/score.md',
    '{"models": [{"model", "n", "answers", "clusters", "accuracy", "errorRate", "abstentionRate", "accuracyAttempted", "f1",',
    'the shape of an object, no output',
  ],
];

/** Fenced blocks of a page: language and text. */
function fencesOf(page: string): readonly { readonly language: string; readonly text: string }[] {
  return [...page.matchAll(/^```(.*)\n([^]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));
}

const MAIN = path.resolve('dist/cli/main.js');

/** What a command prints; where it fails, also what it says on stderr. */
function printedBy(command: string, folder: string): Promise<string> {
  return new Promise((resolve) => {
    const script = `npx() { shift; "${process.execPath}" "${MAIN}" "$@"; }\n${command}`;
    execFile(
      'bash',
      ['-c', script],
      { cwd: folder, env: { ...process.env, NO_COLOR: '1', LC_ALL: 'C.UTF-8', TERM: 'xterm' } },
      (error, stdout, stderr) => {
        resolve(error === null ? stdout : stdout + stderr);
      },
    );
  });
}

/** Ids of runs are hashes that change with the program's version: any will do. */
function linesOf(text: string): string[] {
  const trimmed = text.replace(/^\n+|\s+$/g, '').replaceAll(/\b[0-9a-f]{12}\b/g, '<id>');
  return trimmed === '' ? [] : trimmed.split('\n').map((line) => line.trimEnd());
}

test('lines left out', () => {
  expect(matches(['a', 'b', 'c'], ['a', '…', 'c'])).toBe(true);
  expect(matches(['a', 'c'], ['a', '…', 'c'])).toBe(true);
  expect(matches(['a', 'b'], ['a', '…', 'c'])).toBe(false);
  expect(matches(['a', 'b'], ['a'])).toBe(false);
});

describe('the documentation shows what the program prints', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync('docs')
      .filter((file) => file.endsWith('.md'))
      .map((file) => path.join('docs', file)),
  ];
  const sessions = pages
    .map((page) => ({ page, screens: screensOf(readFileSync(page, 'utf8')) }))
    .filter(({ screens }) => screens.length > 0);

  test('there are screens', () => {
    expect(sessions.flatMap(({ screens }) => screens).length).toBeGreaterThan(10);
  });

  test.each(sessions)(
    '$page',
    async ({ screens }) => {
      const folder = temporaryFolder();
      for (const shipped of ['corpora', 'experiments', 'node_modules'])
        symlinkSync(path.resolve(shipped), path.join(folder, shipped));
      for (const { command, lines } of screens) {
        const file = /^cat (\S+)$/.exec(command)?.[1];
        if (file !== undefined && !existsSync(path.join(folder, file))) {
          writeFileSync(path.join(folder, file), `${lines.join('\n')}\n`);
          continue;
        }
        const [printed, shown] = [linesOf(await printedBy(command, folder)), linesOf(lines.join('\n'))];
        // Compared as texts where they differ, for the message.
        if (!matches(printed, shown))
          expect(`$ ${command}\n${printed.join('\n')}`).toBe(`$ ${command}\n${shown.join('\n')}`);
      }
    },
    300_000,
  );

  test('every other block that shows output is listed with a reason', () => {
    const shown = pages.flatMap((page) =>
      fencesOf(readFileSync(page, 'utf8'))
        .filter(({ language }) => language === '')
        .map(({ text }) => `${page}: ${text.split('\n')[0]}`),
    );
    expect(shown.sort()).toEqual(NOT_RUN.map(([page, first]) => `${page}: ${first}`).sort());
  });

  test('commands and flags that are shown exist', async () => {
    const shells = pages.flatMap((page) =>
      fencesOf(readFileSync(page, 'utf8'))
        .filter(({ language }) => language === 'sh' || language === 'console')
        .map(({ text }) => text),
    );
    const uses = shells
      .flatMap((text) => [
        ...text.replaceAll(/\\\n/g, ' ').matchAll(/^(?:\$ )?(?:npx )?hallucination-rate ([a-z]+)(.*)$/gm),
      ])
      .map(([, command, rest]) => ({
        command: command!,
        flags: [...rest!.split('#')[0]!.matchAll(/(?<= )--([a-z-]+)/g)].map(([, flag]) => flag!),
      }));
    expect(uses.length).toBeGreaterThan(15);
    for (const command of new Set(uses.map((each) => each.command))) {
      const { code, stdout } = await hallucinationRate(
        ...(command === 'completion' ? ['--help'] : [command, '--help']),
      );
      expect([command, code]).toEqual([command, 0]);
      const flags = new Set(uses.filter((each) => each.command === command).flatMap((each) => each.flags));
      expect([command, [...flags].filter((flag) => !stdout.includes(`--${flag}`))]).toEqual([command, []]);
    }
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const run = shells.flatMap((text) => [...text.matchAll(/npm run ([\w:-]+)/g)]).map(([, script]) => script!);
    expect(run.filter((script) => !(script in scripts))).toEqual([]);
  }, 300_000);

  test('every command has a section', async () => {
    const { stdout } = await hallucinationRate('--help');
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, command]) => command!);
    expect(commands.length).toBeGreaterThan(11);
    const sections = [...readFileSync('docs/commands.md', 'utf8').matchAll(/^## (.*)$/gm)].flatMap(([, title]) =>
      title!.split(', '),
    );
    expect(commands.filter((command) => !sections.includes(command))).toEqual([]);
  });

  test('claims and experiments that the reproduction page names exist', () => {
    const known = new Set(
      experimentClaims.flatMap(({ experiment, claims }) => [experiment, ...claims.map(({ id }) => id)]),
    );
    const [, table] = /^## Which claim is where$([^]*?)^## /m.exec(readFileSync('docs/reproduce.md', 'utf8'))!;
    const named = [...table!.split('`--only`')[0]!.matchAll(/`([a-z0-9-]+)`/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  test('README tells what its moving picture shows, whose numbers are measured', () => {
    const picture = readFileSync('docs/images/idea.svg', 'utf8').replaceAll(/<[^>]*>/g, '');
    const readme = readFileSync('README.md', 'utf8');
    const asked = [...readme.matchAll(/^\| (\w+ \w+ was born on) \| (.*?) \|/gm)];
    expect(asked).toHaveLength(3);
    for (const [, prompt, said] of asked) expect(picture).toContain(`${prompt} ${said}`);
    const [, singletons, unseen, wrong] =
      /In the picture (\d+ %) of the rows are singletons,\s+(\d+ %) of questions[^,]*, and the model is wrong (\d+ %)/.exec(
        readme,
      )!;
    expect(picture).toMatch(
      new RegExp(`named once\\s*${singletons}[^]*never named\\s*${unseen}[^]*that are wrong\\s*${wrong}`),
    );
  });

  test('README counts the claims as they are', () => {
    const readme = readFileSync('README.md', 'utf8').replaceAll(/\s+/g, ' ');
    const counts = [
      /tests (\d+) claims of the paper/,
      /\. (\d+) of them are about trained models/,
      /Of (\d+) closed forms and simulations/,
      /; (\d+) checks test the program itself/,
    ].map((pattern) => Number(pattern.exec(readme)?.[1]));
    const all = experimentClaims.flatMap(({ claims }) => claims);
    const of = (evidence: string): number => all.filter((claim) => claim.evidence === evidence).length;
    expect(counts).toEqual([all.length, of('trained'), of('closed-form'), of('check')]);
  });

  test('README is short', () => {
    const readme = readFileSync('README.md', 'utf8');
    expect(readme.split('\n').length).toBeLessThanOrEqual(150);
    expect(readme.split(/\s+/).length).toBeLessThanOrEqual(1500);
  });

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
      for (const link of links)
        expect([page, link, existsSync(path.join(path.dirname(page), link))]).toEqual([page, link, true]);
    }
  });
});
