// @ts-check
/** Runs command lines one after the other in this process, which takes a hundredth of the time of a process for each. */
const main = new URL('../../dist/cli/main.js', import.meta.url);

/** @typedef {{ code: number, stdout: string, stderr: string, rejected?: string, memory?: number }} End */

let runs = 0;

process.on('message', async (/** @type {readonly string[]} */ args) => {
  const [stdout, stderr] = [catching(process.stdout), catching(process.stderr)];
  process.argv = [process.execPath, main.pathname, ...args];
  process.exitCode = undefined;
  /** @type {string | undefined} */
  let rejected;
  await import(`${main.href}?${runs++}`).catch((error) => (rejected = String(error?.stack ?? error)));
  // A task that a command left running would print or throw after the command's end.
  await new Promise((resolve) => setImmediate(resolve));
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  process.send?.({
    code,
    stdout: stdout(),
    stderr: stderr(),
    memory: 1024 * process.resourceUsage().maxRSS,
    ...(rejected !== undefined && { rejected }),
  });
});
process.on('disconnect', () => process.exit());

/** Captures the text written to a stream. @param {NodeJS.WriteStream} stream @returns {() => string} ends that, and returns the text */
function catching(stream) {
  const write = stream.write;
  let text = '';
  stream.write = /** @type {any} */ (
    (/** @type {string | Uint8Array} */ piece, /** @type {any} */ encoding, /** @type {any} */ done) => {
      text += typeof piece === 'string' ? piece : Buffer.from(piece).toString();
      const then = typeof encoding === 'function' ? encoding : done;
      if (typeof then === 'function') process.nextTick(then);
      return true;
    }
  );
  return () => {
    stream.write = write;
    return text;
  };
}
