// @ts-check
/** Runs `npm run bench`: times training and measuring on this machine, and compares the speed with its peak. */
import { writeFileSync } from 'node:fs';
import { BUSY, describeMachine } from './machine.js';
import { RESULTS, writeDocument } from './markdown.js';
import { readOptions, USAGE } from './options.js';
import { PRODUCT_FLOPS } from './peak.js';
import { profileTable } from './profile.js';
import { findPeer, PEERS } from './pythonPeers.js';
import { results } from './results.js';
import { SIZES } from './sizes.js';
import { measureStages } from './stages.js';
import { peakOf, sizeFigures } from './stepFigures.js';
import { formsTable, machineLine, sizesTable, stagesTable, targetsTable, terminalTable } from './table.js';
import { timeSize } from './timeSize.js';

/** @typedef {import('./options.js').BenchOptions} BenchOptions */

const THREADS = [1, 2];
const PEER_NAMES = /** @type {import('./pythonPeers.js').Peer[]} */ (Object.keys(PEERS));
const TURNS = { rounds: 9, turnMs: 250, budgetMs: 60_000 };
const QUICK_TURNS = { rounds: 3, turnMs: 100, budgetMs: 10_000 };

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'; // else the TensorFlow library prints a greeting

/** @param {string} text */
function say(text) {
  return process.stdout.write(`${text}\n`);
}

/** @param {BenchOptions} options */
async function bench({ sizes: names, quick, skip, python, markdown }) {
  const found = Object.fromEntries(
    PEER_NAMES.map((peer) => [peer, skip.has(peer) ? { reason: 'skipped' } : findPeer(peer, python)]),
  );
  const versionOf = (/** @type {import('./pythonPeers.js').Peer} */ peer) =>
    'version' in found[peer] ? found[peer].version : null;
  const machine = await describeMachine({ torch: versionOf('pytorch'), jax: versionOf('jax') });
  for (const peer of PEER_NAMES)
    if ('reason' in found[peer]) say(`${PEERS[peer].name} is not compared: ${found[peer].reason}`);
  for (const [backend, works] of Object.entries(machine.eagerBackends)) {
    if (works !== true) say(`The tfjs backend ${backend} is not compared: ${works}`);
  }
  if (machine.loadBefore > BUSY)
    say(`This machine is busy (load ${machine.loadBefore.toFixed(1)}): its other work will distort the results.`);

  const eager = /** @type {const} */ (['wasm', 'tensorflow']).filter(
    (backend) => !skip.has(backend) && machine.eagerBackends[backend] === true,
  );
  /** @type {import('./timeSize.js').SizeTimes[]} */
  const times = [];
  for (const name of names) {
    say(`timing training steps of size ${name} …`);
    const contest = {
      threads: THREADS,
      eager,
      python,
      peers: PEER_NAMES.filter((peer) => 'version' in found[peer])
        .map((peer) => ({ peer, modes: quick ? PEERS[peer].quick : PEERS[peer].modes }))
        .filter(({ modes }) => modes.length > 0),
      turns: quick ? QUICK_TURNS : TURNS,
      warn: say,
    };
    times.push(await timeSize(SIZES[name], contest));
  }
  const peakGflops = peakOf(times, PRODUCT_FLOPS);
  const sizes = Object.fromEntries(names.map((name, i) => [name, sizeFigures(times[i], peakGflops)]));
  const stages = skip.has('stages') ? {} : await measureStages({ sweep: !skip.has('sweep') && !quick, say });
  const measured = results.parse({ machine, peakGflops, sizes, stages });

  say(`\n${wrapped(machineLine(measured))}\n`);
  for (const table of [
    sizesTable(measured.sizes),
    formsTable(measured.sizes),
    stagesTable(measured.stages),
    targetsTable(measured),
  ]) {
    if (table.rows.length > 0) say(`${terminalTable(table)}\n`);
  }
  writeFileSync(RESULTS, `${JSON.stringify(measured, null, 2)}\n`);
  say('wrote bench/results.json');
  if (markdown) {
    await writeDocument(measured);
    say('wrote docs/benchmark.md');
  }
}

/** Wraps text into lines of at most 80 columns. @param {string} text */
function wrapped(text) {
  return text.replace(/(.{1,80})(?: |$)/g, '$1\n').trimEnd();
}

const options = (() => {
  try {
    return readOptions(process.argv.slice(2), process.env.PYTHON);
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\n\n${USAGE}`);
    process.exit(2);
  }
})();
if (options.help) say(USAGE);
else if (options.profile !== undefined) say(terminalTable(await profileTable(options.profile)));
else await bench(options);
