// @ts-check
/** One stage in a process of its own, so that its memory is its own. Prints its figures as JSON. */
const mebibytes = () => process.resourceUsage().maxRSS / 1024;

const stage = process.argv[2];
const { measure } = await import(`./${stage}.js`);
const loadedMiB = mebibytes();
const figures = await measure();
process.stdout.write(JSON.stringify({ ...figures, peakMiB: mebibytes(), loadedMiB }));
