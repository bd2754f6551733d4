// @ts-check
/** `npm run bench`: how fast this machine trains and measures, and how far that is from what it could do. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.js';
import { measureStages } from './stages.js';
import { peakOf, sizeFigures } from './stepFigures.js';
import { peakLine, sizesTable, stagesTable } from './table.js';
import { SIZES, timeSize } from './trainingSteps.js';

const USAGE = `Usage: npm run bench -- [--sizes S,M,L]

Times one training step of a transformer, compiled and eager by turns, against this machine's peak, and the other
stages of the main job. Prints tables and writes bench/results.json. About a minute; leave the machine alone meanwhile.

  --sizes  of the training step, separated by commas (default S,M; L takes a minute more):
${Object.entries(SIZES)
  .map(([name, z]) => `             ${name}: d ${z.width}, layers ${z.layers}, heads ${z.heads}, T ${z.slots}, batch ${z.batch}, V ${z.vocabulary}`)
  .join('\n')}
  --help   this text
`;

const THREADS = [1, 2];
/** Load above which other work is likely to be in the way. */
const BUSY = 0.5;
const RESULTS = new URL('results.json', import.meta.url);

/** @param {string} text */
const say = (text) => process.stdout.write(`${text}\n`);

/**
 * @param {string} list
 * @returns {(keyof typeof SIZES)[]}
 */
const sizesOf = (list) => {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !Object.hasOwn(SIZES, name));
  if (unknown !== undefined) throw new Error(`no size "${unknown}"; there are ${Object.keys(SIZES).join(', ')}`);
  return /** @type {(keyof typeof SIZES)[]} */ (names);
};

const readArguments = () => {
  try {
    const { values } = parseArgs({ options: { sizes: { type: 'string', default: 'S,M' }, help: { type: 'boolean', default: false } } });
    return { help: values.help, names: sizesOf(/** @type {string} */ (values.sizes)) };
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\n\n${USAGE}`);
    process.exit(2);
  }
};

const bench = async (/** @type {readonly (keyof typeof SIZES)[]} */ names) => {
  const machine = await describeMachine();
  say(`${machine.processor}, ${machine.cores} cores, Node ${machine.node}, ONNX Runtime ${machine.onnxruntime}, load ${machine.loadBefore.toFixed(1)}`);
  for (const [backend, found] of Object.entries(machine.eagerBackends)) {
    if (found !== true) say(`without tfjs backend ${backend}: ${found}`);
  }
  if (machine.loadBefore > BUSY) say('This machine was busy just before: what it is doing beside will show in these figures.');

  /** @type {import('./trainingSteps.js').SizeTimes[]} */
  const times = [];
  for (const name of names) {
    say(`timing training steps of size ${name} …`);
    times.push(await timeSize(SIZES[name], THREADS));
  }
  const peakGflops = peakOf(times);
  const peak = Math.max(...Object.values(peakGflops));
  const sizes = Object.fromEntries(names.map((name, i) => [name, sizeFigures(times[i], peak)]));
  say(`\n${peakLine(peakGflops)}\n\n${sizesTable(sizes)}\n\ntiming the other stages …\n`);

  const stages = await measureStages();
  say(`${stagesTable(stages)}\n`);

  writeFileSync(RESULTS, `${JSON.stringify({ machine, peakGflops, sizes, stages }, null, 2)}\n`);
  say('wrote bench/results.json');
};

const { help, names } = readArguments();
if (help) say(USAGE);
else await bench(names);
