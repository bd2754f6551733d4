// @ts-check
/** The flags of `npm run bench`. */
import { parseArgs } from 'node:util';
import { describeSize, SIZES } from './sizes.js';

const SKIPPED = /** @type {const} */ (['pytorch', 'wasm', 'tensorflow', 'stages', 'sweep']);

export const USAGE = `Usage: npm run bench -- [flags]

Times one training step of a transformer, compiled, eager and in PyTorch by
turns, against this machine's peak, and the other stages of the main job. Prints
tables and writes bench/results.json. Up to ten minutes, in which the machine
should do nothing else.

  --sizes S,M     sizes of the training step (default S,M,L):
${Object.entries(SIZES)
  .map(([name, size]) => `                    ${name}: ${describeSize(size)}`)
  .join('\n')}
  --quick         sizes S and M, few turns, PyTorch uncompiled: about a minute
  --skip a,b      leaves out any of ${SKIPPED.join(', ')}
  --python PATH   a Python that has torch (default: environment variable PYTHON,
                  else python3)
  --markdown      also writes the tables into docs/benchmark.md
  --profile S     instead: where a training step's time goes, by operator
  --help          this text
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
 * @param {string[]} args
 * @param {string | undefined} python of the environment
 * @returns {BenchOptions}
 * @throws Error for what is no flag or no value of one
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
    sizes: /** @type {SizeName[]} */ (listed(values.sizes ?? (values.quick ? 'S,M' : 'S,M,L'), names, 'size')),
    quick: values.quick,
    skip: new Set(/** @type {Skipped[]} */ (listed(values.skip, SKIPPED, 'part to skip'))),
    python: values.python ?? python ?? 'python3',
    markdown: values.markdown,
    profile: /** @type {SizeName | undefined} */ (
      values.profile === undefined ? undefined : listed(values.profile, names, 'size')[0]
    ),
    help: values.help,
  };
}

/**
 * @param {string} list
 * @param {readonly string[]} allowed
 * @param {string} what
 */
function listed(list, allowed, what) {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = names.find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw new Error(`no ${what} "${unknown}"; there are ${allowed.join(', ')}`);
  return names;
}
