// @ts-check
/** The results as tables: text of at most 80 columns, and Markdown. */
import { entriesOf } from './results.js';
import { targetsOf } from './targets.js';

/** @typedef {import('./results.js').Results} Results */
/** @typedef {import('./stepFigures.js').StepFigures} StepFigures */

/**
 * @typedef {object} Table
 * @property {readonly string[]} header headings; the first column is aligned to the left, the others to the right
 * @property {readonly (readonly string[])[]} rows
 */

/** @param {number} x */
function round(x) {
  return x >= 100 ? Math.round(x).toLocaleString('en') : x.toPrecision(3);
}
/** @param {number} x */
function percent(x) {
  return `${(100 * x).toFixed(1)} %`;
}
/** @param {number} x */
function millions(x) {
  return `${(x / 1e6).toFixed(2)} million`;
}

/** Names of the contestants. Forms of those in Python are a mode (`eager`, `compile`; `jit`, `vmap4`), then the threads. */
const NAMES = {
  compiled: 'compiled',
  wasm: 'wasm',
  tensorflow: 'tensorflow',
  pytorch: 'PyTorch',
  libtorch: 'PyTorch',
  jax: 'JAX',
};

/**
 * @param {Results['sizes']} sizes
 * @returns {Table}
 */
export function sizesTable(sizes) {
  return {
    header: ['training step', 'threads', 'ms', 'tokens/s', 'GFLOP/s', 'of peak', 'compile ms', '× ours'],
    rows: entriesOf(sizes).flatMap(([size, contestants]) =>
      entriesOf(contestants).map(([contestant, figures]) => [
        `${size} ${NAMES[/** @type {keyof typeof NAMES} */ (contestant)]}${form(figures)}`,
        String(figures.threads),
        round(figures.msPerStep),
        round(figures.tokensPerSecond),
        round(figures.gflops),
        percent(figures.fractionOfPeak),
        figures.compileMs >= 1 ? round(figures.compileMs) : '–',
        contestant === 'compiled' ? '' : figures.timesCompiled.toFixed(2),
      ]),
    ),
  };
}

/** @param {StepFigures} figures */
function form({ forms, msPerStep }) {
  const best =
    Object.keys(forms)
      .find((name) => forms[name] === msPerStep)
      ?.split(' ') ?? [];
  return best.length > 1 ? ` ${best[0]}` : '';
}

/**
 * Returns the table of all forms that were tried.
 * @param {Results['sizes']} sizes
 * @returns {Table}
 */
export function formsTable(sizes) {
  const measured = entriesOf(sizes);
  /** @type {Map<string, Map<string, string>>} ms by size, by form */
  const forms = new Map();
  for (const [size, contestants] of measured) {
    for (const [contestant, figures] of entriesOf(contestants)) {
      for (const [form, ms] of Object.entries(figures.forms)) {
        const label = formLabel(contestant, form);
        forms.set(label, (forms.get(label) ?? new Map()).set(size, round(ms)));
      }
    }
  }
  return {
    header: ['ms per step, all forms', ...measured.map(([size]) => size)],
    rows: [...forms].map(([label, bySize]) => [label, ...measured.map(([size]) => bySize.get(size) ?? '–')]),
  };
}

/**
 * @param {string} contestant
 * @param {string} form number of threads, after the mode if there are several modes
 */
function formLabel(contestant, form) {
  const [threads, mode] = form.split(' ').reverse();
  const name = NAMES[/** @type {keyof typeof NAMES} */ (contestant)];
  return `${name}${mode ? ` ${mode}` : ''}${threads ? `, ${threads} thread${threads === '1' ? '' : 's'}` : ''}`;
}

/**
 * @param {Results['stages']} stages
 * @returns {Table}
 */
export function stagesTable({ corpusSampling, ngramTraining, countedMeasurement, transformerMeasurement, sweep }) {
  return {
    header: ['stage', 'speed', 'memory, MiB'],
    rows: [
      ...(corpusSampling
        ? [['corpus sampling', `${millions(corpusSampling.examplesPerSecond)} examples/s`, memory(corpusSampling)]]
        : []),
      ...(ngramTraining
        ? [
            ['trigram, add-k', `${millions(ngramTraining.tokensPerSecond)} tokens/s`, memory(ngramTraining)],
            ['trigram, Kneser–Ney', `${millions(ngramTraining.kneserNeyTokensPerSecond)} tokens/s`, ''],
          ]
        : []),
      ...(countedMeasurement
        ? [
            [
              'exact measurement, calibrated learner',
              `${millions(countedMeasurement.pairsPerSecond)} pairs/s`,
              memory(countedMeasurement),
            ],
          ]
        : []),
      ...(transformerMeasurement
        ? [
            [
              'exact measurement, transformer',
              `${millions(transformerMeasurement.pairsPerSecond)} pairs/s`,
              memory(transformerMeasurement),
            ],
          ]
        : []),
      ...(sweep
        ? [
            [`sweep of ${sweep.runs} runs, 1 worker`, `${round(sweep.secondsWithOneWorker)} s`, ''],
            [`sweep of ${sweep.runs} runs, 2 workers`, `${round(sweep.secondsWithTwoWorkers)} s`, ''],
          ]
        : []),
    ],
  };
}

/** @param {{ readonly peakMiB: number, readonly loadedMiB: number }} memory */
function memory({ peakMiB, loadedMiB }) {
  return `${Math.round(peakMiB)} (code ${Math.round(loadedMiB)})`;
}

/**
 * @param {Results} results
 * @returns {Table}
 */
export function targetsTable(results) {
  return {
    header: ['target on two cores', 'aim', 'reached', ''],
    rows: targetsOf(results).map(({ what, aim, reached, met }) => [what, aim, reached, met ? 'met' : 'not met']),
  };
}

/** @param {Table} table */
export function terminalTable({ header, rows }) {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((row) => row[column].length)));
  return lines
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param {Table} table */
export function markdownTable({ header, rows }) {
  return [header, header.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

/** @param {Results} results */
export function machineLine({ machine: { processor, cores, node, onnxruntime, torch, jax, loadBefore }, peakGflops }) {
  return (
    `${processor}, ${cores} cores, Node ${node}, ONNX Runtime ${onnxruntime}${torch === null ? '' : `, PyTorch ${torch}`}${jax ? `, JAX ${jax}` : ''}, load ${loadBefore.toFixed(1)} before; ` +
    `peak ${round(peakGflops)} GFLOP/s (product of two 1024 × 1024 matrices)`
  );
}
