// @ts-check
/** One stage in a process of its own, so that its memory is its own. Prints its figures as JSON. */
import { peakMiB } from '../memory.js';

const { measure } = await import(`./${process.argv[2]}.js`);
const loadedMiB = peakMiB();
const figures = await measure();
process.stdout.write(JSON.stringify({ ...figures, peakMiB: peakMiB(), loadedMiB }));
