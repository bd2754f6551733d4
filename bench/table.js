// @ts-check
/** The figures as text. */

/** @typedef {import('./stepFigures.js').SizeFigures} SizeFigures */
/** @typedef {import('./stepFigures.js').StepFigures} StepFigures */

/**
 * First column to the left, the others to the right.
 * @param {readonly (readonly string[])[]} rows header first, all of one length
 */
const aligned = (rows) => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ').trimEnd())
    .join('\n');
};

/** @param {number} x */
const round = (x) => (x >= 100 ? Math.round(x).toLocaleString('en') : x.toPrecision(3));
/** @param {number} x */
const percent = (x) => `${(100 * x).toFixed(1)} %`;
/** @param {number} x */
const times = (x) => `${x.toFixed(1)} ×`;

const HEADER = ['training step', 'threads', 'ms', 'tokens/s', 'GFLOP/s', 'of peak', 'compile ms', 'compiled is'];

/** @param {Readonly<Record<string, SizeFigures>>} sizes */
export const sizesTable = (sizes) => aligned([HEADER, ...Object.entries(sizes).flatMap(([name, figures]) => sizeRows(name, figures))]);

/**
 * @param {string} name
 * @param {SizeFigures} figures
 */
const sizeRows = (name, { compiledByThreads, wasm, tensorflow, ratio, ratioToTensorflow }) => [
  ...Object.values(compiledByThreads).map((figures) => [`${name} compiled`, ...cells(figures), round(figures.compileMs), '']),
  ...(wasm && ratio ? [[`${name} eager wasm`, ...cells(wasm), '', times(ratio)]] : []),
  ...(tensorflow && ratioToTensorflow ? [[`${name} eager tensorflow`, ...cells(tensorflow), '', times(ratioToTensorflow)]] : []),
];

/** @param {StepFigures} figures */
const cells = ({ threads, msPerStep, tokensPerSecond, gflops, fractionOfPeak }) => [
  String(threads),
  round(msPerStep),
  round(tokensPerSecond),
  round(gflops),
  percent(fractionOfPeak),
];

/** @param {Awaited<ReturnType<typeof import('./stages.js').measureStages>>} stages */
export const stagesTable = ({ corpusSampling, ngramTraining, transformerMeasurement: exact, calibratedLearnerMeasurement }) =>
  aligned([
    ['stage', 'a second', 'of'],
    ['corpus sampling', round(corpusSampling.examplesPerSecond), 'examples'],
    ['trigram, add-k', round(ngramTraining.tokensPerSecond), 'tokens'],
    ['trigram, Kneser–Ney', round(ngramTraining.kneserNeyTokensPerSecond), 'tokens'],
    ['exact measurement, transformer', round(exact.pairsPerSecond), 'pairs'],
    ['exact measurement, calibrated learner', round(calibratedLearnerMeasurement.pairsPerSecond), 'pairs'],
  ]) +
  `\n\nOne measurement of the main job's transformer (${exact.pairs.toLocaleString('en')} prompt × response pairs) takes ${round(exact.ms)} ms, ` +
  `the first one ${round(exact.firstMs)} ms:\n` +
  `${percent(exact.shareOfTraining)} of a training of 1000 steps of ${round(exact.trainingStepMs)} ms.`;

/** @param {Readonly<Record<string, number>>} peak */
export const peakLine = (peak) =>
  `peak (one product of 1024 × 1024 matrices): ${Object.entries(peak)
    .map(([threads, gflops]) => `${round(gflops)} GFLOP/s with ${threads} thread${threads === '1' ? '' : 's'}`)
    .join(', ')}`;
