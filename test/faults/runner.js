// @ts-check
/** Runs command lines one after the other in another process, which can be ended. */
import { fork } from 'node:child_process';
import { patience } from './patience.js';

/** Cases of one process, so that its memory is that of a few. */
const CASES = 100;

/** A process that runs case after case, and a new one after so many, or after a case that had to be ended. @param {number} longest milliseconds of processor time of a case */
export function runnerOf(longest) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  let cases = 0;
  return {
    stop: () => child?.disconnect(),
    /** @param {readonly string[]} args @returns {Promise<import('./oneAfterAnother.js').End | undefined>} undefined: no end in time */
    run: (args) => {
      if (cases++ % CASES === CASES - 1) {
        child?.disconnect();
        child = undefined;
      }
      const running = (child ??= fork(new URL('./oneAfterAnother.js', import.meta.url), {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      }));
      let errors = '';
      const onErrors = (/** @type {Buffer} */ data) => (errors += data);
      return new Promise((resolve) => {
        const end = (/** @type {import('./oneAfterAnother.js').End | undefined} */ how) => {
          stop();
          running.removeAllListeners();
          running.stderr?.off('data', onErrors);
          resolve(how);
        };
        const pids = () => (running.pid === undefined ? [] : [running.pid]);
        const stop = patience(pids, longest, () => {
          child = undefined;
          running.kill('SIGKILL');
          end(undefined);
        });
        running.stderr?.on('data', onErrors);
        running.once('message', (message) => end(/** @type {import('./oneAfterAnother.js').End} */ (message)));
        running.once('exit', (code, signal) => {
          child = undefined;
          end({
            code: code ?? 128,
            stdout: '',
            stderr: '',
            rejected: `the process ended (${signal ?? `exit code ${code}`})\n${errors}`,
          });
        });
        running.send(args);
      });
    },
  };
}
