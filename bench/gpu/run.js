// @ts-check
/**
 * Times the training step on a device of the compiled engine, against the processor and PyTorch on the same card:
 * `npm run bench:gpu -- --devices cuda`. NVIDIA_TF32_OVERRIDE=0 keeps every product in float32.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { findPeer, peerTrainees } from '../pythonPeers.js';
import { SIZES } from '../sizes.js';
import { alternate, median } from '../timing.js';
import { caseOf, compiledTrainee } from '../trainees.js';

/** Size at which a card has enough to do. */
const WIDE = { width: 512, layers: 4, heads: 8, slots: 32, batch: 256, vocabulary: 2048 };

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: 'cuda' },
    sizes: { type: 'string', default: 'S,M,L,W' },
    parts: { type: 'string', default: '1' },
    modes: { type: 'string', default: 'eager,compile' },
    torch: { type: 'string', default: 'cuda' },
    precision: { type: 'string', default: 'highest' },
    python: { type: 'string', default: process.env.PYTHON ?? 'python3' },
    rounds: { type: 'string', default: '5' },
    'without-cpu': { type: 'boolean', default: false },
  },
});
/** @type {Record<string, import('../sizes.js').Size>} */
const sizes = { ...SIZES, W: WIDE };
/** @param {string} list */
const listed = (list) => list.split(',').filter((each) => each !== '');
const torch = findPeer('pytorch', values.python);
console.log('version' in torch ? `PyTorch ${torch.version}` : torch.reason);

for (const name of listed(values.sizes)) {
  const task = caseOf(sizes[name]);
  const threads = os.availableParallelism();
  /** @type {{ name: string, trainee: import('../trainees.js').Trainee }[]} */
  const contestants = [];
  if (!values['without-cpu'])
    contestants.push({ name: `cpu, ${threads} threads`, trainee: await compiledTrainee(task, threads) });
  for (const device of listed(values.devices)) {
    for (const parts of listed(values.parts)) {
      try {
        const trainee = await compiledTrainee(task, 1, /** @type {any} */ (device), Number(parts));
        contestants.push({ name: `${device}, batch in ${parts}`, trainee });
      } catch (error) {
        console.log(`${name} ${device}: ${/** @type {Error} */ (error).message}`);
      }
    }
  }
  if ('version' in torch && values.modes !== '') {
    const more = ['--device', values.torch, '--precision', values.precision];
    const options = { python: values.python, threads: [1], modes: listed(values.modes), more, warn: console.log };
    try {
      for (const trainee of await peerTrainees('pytorch', task, options))
        contestants.push({ name: `PyTorch ${trainee.form.split(' ')[0]}, ${values.torch}`, trainee });
    } catch (error) {
      console.log(`${name} PyTorch: ${/** @type {Error} */ (error).message}`);
    }
  }
  const turns = { rounds: Number(values.rounds), turnMs: 250, budgetMs: 20_000 };
  const rounds = await alternate(
    contestants.map(({ trainee }) => trainee.turn),
    turns,
  );
  contestants.forEach(({ name: form, trainee }, i) =>
    console.log(
      `${name} | ${form} | ${median(rounds[i]).toFixed(2)} ms | ready in ${trainee.compileMs.toFixed(0)} ms | losses ${trainee.firstLosses.map((loss) => loss.toFixed(6)).join(' ')}`,
    ),
  );
  for (const { trainee } of contestants) await trainee.dispose();
}
