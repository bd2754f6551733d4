// @ts-check
/** Time of a compiled training step by operator, from the profiler of ONNX Runtime. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import '../dist/engine/withoutTelemetry.js';
import { InferenceSession } from 'onnxruntime-node';
import { compileProgram } from '../dist/engine/compiled.js';
import { SIZES } from './sizes.js';
import { caseOf, training } from './trainees.js';

const STEPS = 10;

/**
 * An event of the profile, which is in the trace format of Chrome.
 * @typedef {object} ProfileEvent
 * @property {string} cat
 * @property {string} name
 * @property {number} dur microseconds
 * @property {{ readonly op_name?: string }} [args]
 */

/**
 * Returns the time by operator, the largest first. It leaves out operators that run a graph of their own (loops), whose
 * parts are counted.
 * @param {readonly ProfileEvent[]} events
 * @returns {readonly { readonly operator: string, readonly calls: number, readonly ms: number }[]}
 */
export function timeByOperator(events) {
  /** @type {Map<string, { calls: number, ms: number }>} */
  const operators = new Map();
  for (const { cat, name, dur, args } of events) {
    const operator = args?.op_name;
    if (cat !== 'Node' || operator === undefined || !name.endsWith('_kernel_time') || CONTAINERS.has(operator))
      continue;
    const { calls, ms } = operators.get(operator) ?? { calls: 0, ms: 0 };
    operators.set(operator, { calls: calls + 1, ms: ms + dur / 1000 });
  }
  return [...operators].map(([operator, sums]) => ({ operator, ...sums })).sort((a, b) => b.ms - a.ms);
}

const CONTAINERS = new Set(['Loop', 'If', 'Scan']);

/**
 * @param {import('./sizes.js').SizeName} name
 * @param {number} [shown] number of operators with a row of their own; the others share a row
 * @returns {Promise<import('./table.js').Table>}
 */
export async function profileTable(name, shown = Infinity) {
  const operators = timeByOperator(await profiledEvents(name));
  const total = sumOf(operators);
  const row = (
    /** @type {string} */ label,
    /** @type {{ readonly calls: number, readonly ms: number }} */ { calls, ms },
  ) => [label, (calls / STEPS).toFixed(1), (ms / STEPS).toFixed(3), `${((100 * ms) / total.ms).toFixed(1)} %`];
  const others = operators.slice(shown);
  return {
    header: [`${name}, one thread: operator`, 'calls a step', 'ms a step', 'share'],
    rows: [
      ...operators.slice(0, shown).map(({ operator, ...sums }) => row(operator, sums)),
      ...(others.length > 0 ? [row(`${others.length} others`, sumOf(others))] : []),
      row('all', total),
    ],
  };
}

/** @param {readonly { readonly calls: number, readonly ms: number }[]} operators */
function sumOf(operators) {
  return operators.reduce((sum, { calls, ms }) => ({ calls: sum.calls + calls, ms: sum.ms + ms }), { calls: 0, ms: 0 });
}

/**
 * @param {import('./sizes.js').SizeName} name
 * @returns {Promise<readonly ProfileEvent[]>}
 */
async function profiledEvents(name) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'hallucination-rate-profile-'));
  const create = InferenceSession.create;
  /** @type {InferenceSession | undefined} */
  let session;
  // The engine has no option for profiling, since nothing else needs one.
  InferenceSession.create = /** @type {typeof create} */ (
    async (/** @type {Uint8Array} */ model, /** @type {InferenceSession.SessionOptions} */ options) =>
      (session = await create(model, {
        ...options,
        enableProfiling: true,
        profileFilePrefix: path.join(directory, 'step'),
      }))
  );
  try {
    const { program, stepOf } = training(caseOf(SIZES[name]));
    const executable = await compileProgram(program, 1);
    const step = stepOf(executable.run);
    for (let i = 0; i < STEPS; i++) await step();
    session?.endProfiling();
    await executable.dispose();
    return JSON.parse(readFileSync(path.join(directory, readdirSync(directory)[0]), 'utf8'));
  } finally {
    InferenceSession.create = create;
    rmSync(directory, { recursive: true });
  }
}
