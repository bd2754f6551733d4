// @ts-check
/** Runs one stage in a process of its own, so that its memory can be measured. Prints its results as JSON. */
import { peakMiB } from '../memory.js';

const { measure } = await import(`./${process.argv[2]}.js`);
const loadedMiB = peakMiB();
const figures = await measure();
process.stdout.write(JSON.stringify({ ...figures, peakMiB: peakMiB(), loadedMiB }));
