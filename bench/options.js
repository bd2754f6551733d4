// @ts-check
/** Flags of `npm run bench`. */
import { parseArgs } from 'node:util';
import { describeSize, SIZES } from './sizes.js';

const SKIPPED = /** @type {const} */ (['pytorch', 'libtorch', 'jax', 'wasm', 'tensorflow', 'stages', 'sweep']);

export const USAGE = `Usage: npm run bench -- [flags]

Times one training step of a transformer, by turns compiled, eager, in PyTorch
(also from C++) and in JAX, compares it with the peak speed of this machine, and
times the other stages of the main job. Prints tables and writes
bench/results.json. Takes up to ten minutes, during which the machine should do
nothing else.

  --sizes S,M     sizes of the training step (default S,M,L):
${Object.entries(SIZES)
  .map(([name, size]) => `                    ${name}: ${describeSize(size)}`)
  .join('\n')}
  --quick         sizes S and M, few turns, one form of each: about a minute
  --skip a,b      leaves out any of ${SKIPPED.join(', ')}
  --python PATH   a Python that has torch, jax or both (default: environment
                  variable PYTHON, else python3)
  --markdown      also writes the tables into docs/benchmark.md
  --profile S     only prints the time of a training step by operator
  --help          prints this text
`;

/** @typedef {import('./sizes.js').SizeName} SizeName */
/** @typedef {(typeof SKIPPED)[number]} Skipped */

/**
 * @typedef {object} BenchOptions
 * @property {readonly SizeName[]} sizes
 * @property {boolean} quick
 * @property {ReadonlySet<Skipped>} skip
 * @property {string} python
 * @property {boolean} markdown
 * @property {SizeName | undefined} profile
 * @property {boolean} help
 */

/**
 * Reads the flags.
 * @param {string[]} args
 * @param {string | undefined} python value of the environment variable PYTHON
 * @returns {BenchOptions}
 * @throws Error for an unknown flag or a wrong value
 */
export function readOptions(args, python) {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: 'string' },
      quick: { type: 'boolean', default: false },
      skip: { type: 'string', default: '' },
      python: { type: 'string' },
      markdown: { type: 'boolean', default: false },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const names = Object.keys(SIZES);
  return {
    sizes: /** @type {SizeName[]} */ (listed(values.sizes ?? (values.quick ? 'S,M' : 'S,M,L'), names, '--sizes')),
    quick: values.quick,
    skip: new Set(/** @type {Skipped[]} */ (listed(values.skip, SKIPPED, '--skip'))),
    python: values.python ?? python ?? 'python3',
    markdown: values.markdown,
    profile: /** @type {SizeName | undefined} */ (
      values.profile === undefined ? undefined : listed(values.profile, names, '--profile')[0]
    ),
    help: values.help,
  };
}

/**
 * Reads a list of names.
 * @param {string} list names with commas between
 * @param {readonly string[]} allowed
 * @param {string} flag that has the list, for messages
 */
function listed(list, allowed, flag) {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = names.find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw new Error(`${flag} takes ${allowed.join(', ')}, got "${unknown}"`);
  return names;
}
