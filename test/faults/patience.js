// @ts-check
/** How long a program may work: its processor time counts, so that a busy machine makes no failures. One that waits for nothing hangs, too. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the processor in a second, proc_pid_stat(5). */
const TICKS = 100;
/** Milliseconds between two looks. */
const LOOK = 500;
/** Milliseconds without any processor time, beyond its limit, after which a program is taken to wait for ever. */
const STILL = 10_000;
/** A busy machine gives a program so small a share of a processor, and no less. */
const SHARE = 1 / 20;

/**
 * Calls `onLate` once a program has used `longest` milliseconds of processor time, or has passed them and stands still.
 * @param {() => readonly number[]} pids of all its processes @param {number} longest @param {() => void} onLate
 * @returns {() => void} ends the watch
 */
export function patience(pids, longest, onLate) {
  const before = used(pids());
  const began = performance.now();
  let [last, moved] = [before, began];
  const timer = setInterval(() => {
    const [now, spent] = [performance.now(), used(pids())];
    if (spent !== last) [last, moved] = [spent, now];
    const worked = spent - before > longest;
    const waits = now - began > longest && now - moved > STILL;
    if (!worked && !waits && now - began < longest / SHARE) return;
    clearInterval(timer);
    onLate();
  }, LOOK);
  return () => clearInterval(timer);
}

/** Milliseconds of processor time of processes, and of the children that they have waited for. @param {readonly number[]} pids */
function used(pids) {
  let ticks = 0;
  for (const pid of pids) {
    const fields = statOf(pid);
    for (const field of [11, 12, 13, 14]) ticks += Number(fields?.[field] ?? 0);
  }
  return (1000 * ticks) / TICKS;
}

/** Processes of a group. @param {number} group @returns {readonly number[]} */
export function membersOf(group) {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && Number(statOf(pid)?.[2]) === group);
  } catch {
    return []; // no Linux: time alone counts
  }
}

/** Fields of /proc/<id>/stat from the third one on. @param {number} pid @returns {readonly string[] | undefined} */
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
