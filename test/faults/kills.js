// @ts-check
/**
 * kill -9 at random moments, then the same command again. Complete runs stay and are not made again, no incomplete folder is named
 * by a run's id, and the final tables are those of an undisturbed sweep.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { verifyStore } from '../../dist/store/verifyStore.js';
import { command, folderOf, RUNS, require, runsOf, start, tablesOf, temporaryFolder } from './sweep.js';

/**
 * @param {{ kills: number, workers: number, random: () => number, whole: { tables: string[], milliseconds: number } }} options
 */
export async function tryKills({ kills, workers, random, whole }) {
  const counts = { kills: 0, ofTheSweep: 0, ofAll: 0, ofAWorker: 0, afterTheEnd: 0, sweeps: 0, runsKept: 0 };
  let store = temporaryFolder();
  let last = false;
  while (!last) {
    last = counts.kills >= kills;
    const before = runsOf(store);
    const { child, ended } = start(command(store, workers));
    const how = last ? 'nothing' : /** @type {const} */ (['sweep', 'sweep', 'all', 'worker'])[Math.floor(4 * random())];
    if (how !== 'nothing') await Promise.race([setTimeout(random() * whole.milliseconds), ended]);
    const victim = how === 'worker' ? workerOf(child.pid) : child.pid;
    if (how === 'nothing') await ended;
    else if (child.exitCode !== null || victim === undefined) counts.afterTheEnd++;
    else {
      process.kill(how === 'all' ? -victim : victim, 'SIGKILL');
      counts[how === 'sweep' ? 'ofTheSweep' : how === 'all' ? 'ofAll' : 'ofAWorker']++;
      counts.kills++;
    }
    const { code, stderr } = await ended;
    const after = runsOf(store);
    for (const [id, inode] of before)
      require(after.get(id) ===
        inode, `the run ${id} was complete, and ${after.has(id) ? 'was made again' : 'is lost'}`);
    counts.runsKept += before.size;
    const { findings } = await verifyStore(folderOf(store));
    require(findings.length ===
      0, `damage after kill ${counts.kills} (${how}): ${JSON.stringify(findings)}\n${stderr}`);
    if (code !== 0) {
      require(!last, `the last command failed:\n${stderr}`);
      continue;
    }
    require(after.size === RUNS, `${after.size} runs of ${RUNS} at the end`);
    require(tablesOf(store).join() === whole.tables.join(), 'the tables differ from those of an undisturbed sweep');
    const left = readdirSync(folderOf(store)).filter((name) => /^(failed|\.lock|\.tmp)/.test(name) && !isLivings(name));
    require(left.length === 0, `left behind: ${left.join(', ')}`);
    counts.sweeps++;
    rmSync(store, { recursive: true, force: true });
    store = temporaryFolder();
  }
  return counts;
}

/** A worker that outlived the sweep for a moment may still have its folder. @param {string} name */
function isLivings(name) {
  const pid = /-(\d+)-[^-]+$/.exec(name)?.[1];
  try {
    return pid !== undefined && process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

/** @param {number | undefined} pid */
function workerOf(pid) {
  try {
    const [worker] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return worker === '' || worker === undefined ? undefined : Number(worker);
  } catch {
    return undefined; // the sweep has ended, or the system is not Linux
  }
}
