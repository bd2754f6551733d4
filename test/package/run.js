/**
 * Packs the program, installs the package in an empty folder and uses it there as a stranger would: `npm run test:package`.
 * Needs the npm registry or npm's cache, and takes a minute or two, mostly for npm.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(tmpdir(), 'hallucination-rate-package-'));
const empty = path.join(folder, 'empty');
mkdirSync(empty);
// Without this file npm would use a parent folder as the project.
writeFileSync(path.join(empty, 'package.json'), '{"private": true}\n');

function run(program, args, cwd = empty) {
  // No variable of ours: the install must work as it is.
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
function hallucinationRate(...args) {
  return run('npx', ['--no-install', 'hallucination-rate', ...args]);
}

let failed = 0;
function check(name, holds) {
  let reason = '';
  let fine = false;
  try {
    fine = holds();
  } catch (error) {
    reason = `\n${error.stderr || error.message}`;
  }
  if (!fine) failed++;
  console.log(`${fine ? '✓' : '✗'} ${name}${reason}`);
}

const SMALL = [
  'seeds=1',
  'training.steps=5',
  'measurement.curvePoints=1',
  'corpus.families.birthdays.frequency.target=0.3',
].flatMap((each) => ['--set', each]);

try {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  run('npm', ['pack', '--pack-destination', folder], path.resolve('.'));
  run('npm', [
    'install',
    '--prefix',
    empty,
    path.join(folder, `hallucination-rate-${version}.tgz`),
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ]);
  const installed = path.join(empty, 'node_modules', 'hallucination-rate');

  check('the default engine came along', () => {
    const { engines } = JSON.parse(hallucinationRate('doctor', '--json'));
    return engines[0].engine === 'compiled' && engines[0].availability.available;
  });
  check('a global install takes less than 250 MB, and its engine works', () => {
    const prefix = path.join(folder, 'global');
    const packed = path.join(folder, `hallucination-rate-${version}.tgz`);
    run('npm', ['install', '-g', '--prefix', prefix, packed, '--prefer-offline', '--no-audit', '--no-fund']);
    const { engines } = JSON.parse(run(path.join(prefix, 'bin', 'hallucination-rate'), ['doctor', '--json']));
    const bytes = readdirSync(prefix, { recursive: true })
      .map((file) => lstatSync(path.join(prefix, file)))
      .reduce((sum, each) => sum + (each.isFile() ? each.size : 0), 0);
    console.log(`  ${(bytes / 1e6).toFixed(0)} MB`);
    return bytes < 250e6 && engines[0].availability.available;
  });
  check('--version', () => hallucinationRate('--version').trim() === version);
  check('--help names the commands', () => / estimate [^]* run [^]* reproduce /.test(hallucinationRate('--help')));
  check('run of an experiment that ships', () => {
    const printed = hallucinationRate('run', 'singleton-rate', '--workers', '1', ...SMALL);
    return /transformer\n +…?\d+ /.test(printed) && existsSync(path.join(empty, 'runs/singleton-rate/report.html'));
  });
  check('its stored files are whole', () => /no damage/.test(hallucinationRate('verify', 'runs')));
  check('score --example', () => /o4-mini is ahead/.test(hallucinationRate('score', '--example')));
  check('estimate of the example that ships', () =>
    /errs on about 10\.3 %/.test(
      hallucinationRate(
        'estimate',
        path.join(installed, 'corpora/capitals/training.csv'),
        '--responses-per-prompt',
        '242',
      ),
    ),
  );
  check(
    'corpus, with words of every list',
    () =>
      existsSync(path.join(installed, 'corpora/birthdays.yaml')) &&
      /singleton rate/.test(
        hallucinationRate('corpus', path.join(installed, 'corpora/birthdays.yaml'), '--out', 'corpus'),
      ) &&
      /spelling/.test(hallucinationRate('corpus', 'patterns-vanish-facts-stay', '--out', 'patterns')),
  );
  check('reproduce finds the experiments', () => /\d+ runs/.test(hallucinationRate('reproduce', '--dry-run')));
  check('explore has its scripts', () => {
    hallucinationRate('explore', '--out', 'explore.html');
    const page = readFileSync(path.join(empty, 'explore.html'), 'utf8');
    return (
      /data-penalty/.test(page) && ['script', 'binary'].every((part) => page.includes(`id="trainer-${part}">H4sI`))
    );
  });
  check(
    'documentation comes along',
    () =>
      [
        'README.md',
        'LICENSE',
        'CHANGELOG.md',
        'docs/config.md',
        'docs/score.md',
        'docs/commands.md',
        'docs/reproduce.md',
      ].every((file) => existsSync(path.join(installed, file))) && !existsSync(path.join(installed, 'docs/api')),
  );
  check('the library is imported by its name', () => {
    writeFileSync(
      path.join(empty, 'use.mjs'),
      "import { theorem2Lower } from 'hallucination-rate';\nconsole.log(theorem2Lower({ singletonRate: 0.5, examples: 200_000, minErrors: 364, delta: 0 }));\n",
    );
    return Math.abs(Number(run('node', ['use.mjs'])) - 0.252) < 1e-3;
  });
  check('a family and a model of another package, in thirty lines each, make a sweep with two workers', () => {
    const birds = path.join(empty, 'birds');
    cpSync('test/package/birds', birds, { recursive: true });
    const short = ['family.js', 'model.js'].every(
      (file) => readFileSync(path.join(birds, file), 'utf8').trimEnd().split('\n').length <= 30,
    );
    writeFileSync(
      path.join(empty, 'own.yaml'),
      'corpus: { examples: 200, families: { birds: { kind: birds, frequency: zipf } } }\nsweep: { model.kind: [commonest, calibrated-learner] }\nseeds: 2\n',
    );
    const json = hallucinationRate('run', 'own.yaml', '--plugin', './birds/index.js', '--workers', '2', '--json');
    const { runs } = JSON.parse(json);
    const config = JSON.parse(readFileSync(path.join(empty, 'runs/own', runs[0].id, 'config.json'), 'utf8'));
    // What it has read it repeats, so that it errs on the missing mass alone.
    const sound = runs.every(({ families: { birds } }) => birds.errorRate > 0 && birds.errorRate <= birds.missingMass);
    return short && runs.length === 4 && sound && config.plugins[0].file === 'birds/index.js';
  });
  check('a mistake about an option of that family names the option and what is allowed', () => {
    try {
      hallucinationRate('run', 'own.yaml', '--plugin', './birds/index.js', '--set', 'corpus.families.birds.colours=9');
    } catch ({ status, stderr }) {
      return status === 2 && /not so many colours: corpus.families.birds.colours[^]*at most 5/.test(stderr);
    }
    return false;
  });
  check('a program calls the library with kinds of its own', () => {
    writeFileSync(
      path.join(empty, 'program.mjs'),
      `import { createCorpus, measure, runExperiment } from 'hallucination-rate';
      import { birds, commonest } from './birds/index.js';
      const options = { examples: 200, families: { birds: { kind: 'birds', frequency: 'zipf' } } };
      const { runs } = await runExperiment({ corpus: options, model: 'commonest' }, { plugins: [birds, commonest] });
      const corpus = await createCorpus(options, { plugins: [birds] });
      const even = await measure((prompt, responses) => responses.map(() => -Math.log(responses.length)), corpus);
      console.log(JSON.stringify([runs[0].families.birds.errorRate, even.birds.errorRate]));`,
    );
    const [errorRate, even] = JSON.parse(run('node', ['program.mjs']));
    return errorRate > 0 && errorRate < 0.5 && Math.abs(even - 4 / 6) < 1e-9;
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(failed === 0 ? 'the package works' : `${failed} checks failed`);
process.exitCode = failed === 0 ? 0 : 1;
