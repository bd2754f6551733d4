// @ts-check
/** Hosts and process tables that are not those of the lock, and processes that were ended in the middle: the same command goes on. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bash, endsClean, permits, program, quoted } from './command.js';
import { SOUND } from './soundFiles.js';
import { command, folderOf, LEFT, tablesOf, temporaryFolder } from './sweep.js';
import { tally } from './tally.js';

/** @param {{ tables: string[] }} options */
export async function tryElsewhere({ tables }) {
  const counts = tally('other hosts and process tables');
  const named = [
    ['unshare', '--uts'],
    ['unshare', '-r', '--uts'],
  ].find((words) => permits(...words, 'true'));
  if (named === undefined) counts.skipped.push('a namespace of host names needs rights that this process has not got');
  const apart = [
    ['unshare', '-p', '-f', '--mount-proc'],
    ['unshare', '-rp', '-f', '--mount-proc'],
  ].find((words) => permits(...words, 'true'));
  if (apart === undefined) counts.skipped.push('a namespace of processes needs rights that this process has not got');
  const ways = {
    ...(named && {
      'a pod that comes back under another name': (/** @type {string} */ host, /** @type {string} */ line) =>
        `${named.join(' ')} bash -c ${quoted(`hostname ${host}; ${line}`)}`,
    }),
    ...(apart && {
      'a container with the same host name and pids of its own': (
        /** @type {string} */ _,
        /** @type {string} */ line,
      ) => `${apart.join(' ')} bash -c ${quoted(line)}`,
    }),
  };
  for (const [what, inside] of Object.entries(ways)) {
    const store = temporaryFolder();
    const words = command(store, 1);
    // Killed in the middle, by SIGKILL to all of it.
    const killed = await bash(inside('pod-a', program(...words)), { killed: 1200 });
    if (!killed.late) counts.skipped.push(`${what}: the sweep ended before it was killed`);
    await setTimeout(500);
    const second = await bash(inside('pod-b', program(...words)), { longest: 120_000 });
    const fault = endsClean(`${what}, killed, then the same command`, second, [0]);
    counts.check(fault ?? (tablesOf(store).join() === tables.join() ? undefined : `${what}: the tables differ`));
  }
  if (apart !== undefined) {
    // Two that see neither each other's processes: one makes the tables, the other waits or is refused; neither spoils them.
    const store = temporaryFolder();
    const line = `${apart.join(' ')} bash -c ${quoted(program(...command(store, 1)))}`;
    const both = await Promise.all([bash(line, { longest: 120_000 }), bash(line, { longest: 120_000 })]);
    for (const ending of both) counts.check(endsClean('two containers in one store', ending, [0, 2]));
    const same = both.some(({ code }) => code === 0) && tablesOf(store).join() === tables.join();
    counts.check(
      same
        ? undefined
        : `two containers in one store: the tables differ; ${both.map(({ stderr }) => stderr.slice(-300)).join('\n')}`,
    );
    counts.check(
      both.filter(({ code }) => code === 2).length === 1
        ? undefined
        : 'two containers in one store: both, or neither, held the lock',
    );
  }
  const store = temporaryFolder();
  mkdirSync(path.join(folderOf(store), '.lock-vm-999999-5'), { recursive: true });
  counts.check(
    endsClean('a lock that is a folder', await bash(program(...command(store, 1)), { longest: 120_000 }), [0, 2]),
  );
  return counts;
}

/** Signals in the middle of an estimate: what it left is found and removed by the next one. */
export async function tryLeftovers() {
  const counts = tally('nothing stays behind');
  const folder = temporaryFolder();
  const [rows, small] = [path.join(folder, 'rows.csv'), path.join(folder, 'small.csv')];
  const lines = Array.from(
    { length: 1_500_000 },
    (_, i) => `who is person number ${(i * 7919) % 1_400_003} of the list?,answer ${i % 99_991}`,
  );
  writeFileSync(rows, `prompt,response\n${lines.join('\n')}\n`);
  writeFileSync(small, SOUND.estimate.csv);
  for (const signal of ['HUP', 'INT', 'TERM', 'KILL'])
    for (const wait of ['0.6', '1.2', '2']) {
      const [tmp, out] = [temporaryFolder(), temporaryFolder()];
      const first = program('estimate', rows, '--singletons', path.join(out, 'list.csv'));
      const line = `TMPDIR=${quoted(tmp)} timeout -s ${signal} ${wait} ${first}; TMPDIR=${quoted(tmp)} ${program('estimate', small, '--singletons', path.join(out, 'small.csv'))} >/dev/null`;
      const ending = await bash(line, { longest: 60_000 });
      const left = [tmp, out]
        .flatMap((each) => readdirSync(each))
        .filter((name) => name !== 'list.csv' && name !== 'small.csv');
      const what = `SIG${signal} after ${wait} s of estimate`;
      counts.check(
        endsClean(what, ending, [0]) ?? (left.length === 0 ? undefined : `${what}: left behind: ${left.join(', ')}`),
      );
    }
  return counts;
}

/** Examples whose drawing takes seconds in which a process hears nothing. */
const DRAWN = `
name: drawn
corpus: { examples: 20000000, families: { f: { kind: arbitrary-facts, prompts: 2000, responses: 40 } } }
model: ngram
`;

/** A worker ends soon after its parent was killed, though it is drawing a corpus. */
export async function tryOrphans() {
  const counts = tally('workers without a parent');
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'drawn.yaml'), DRAWN);
  // The worker is at work once it has used two seconds; the drawing takes four more.
  const line = `
    ${program('run', path.join(folder, 'drawn.yaml'), '--out', folder, '--workers', '1')} & parent=$!
    used() { awk '{print $14 + $15}' /proc/$worker/stat 2>/dev/null || echo 0; }
    while worker=$(cat /proc/$parent/task/$parent/children) && [ -z "$worker" ]; do sleep 0.1; done
    worker=\${worker%% *}
    while [ $(used) -lt 200 ]; do sleep 0.05; done
    kill -9 $parent; before=$(used); after=$before
    while [ -e /proc/$worker/stat ] && ! grep -q ') Z' /proc/$worker/stat; do last=$(used); [ $last -gt 0 ] && after=$last; sleep 0.05; done
    echo $((after - before))`;
  const { stdout } = await bash(line, { longest: 120_000 });
  const milliseconds = 10 * Number(stdout.trim().split('\n').at(-1) || Number.NaN);
  counts.check(milliseconds <= 2000 ? undefined : `a worker went on for ${milliseconds} ms of work after its parent`);
  return counts;
}

/** Names of what all the programs of the trial left in their temporary folder, after one more of them. */
export async function tryLeftInAll() {
  const counts = tally('the temporary folder at the end');
  const small = path.join(temporaryFolder(), 'small.csv');
  writeFileSync(small, SOUND.estimate.csv);
  await bash(program('estimate', small));
  const left = existsSync(LEFT) ? readdirSync(LEFT) : [];
  counts.check(left.length === 0 ? undefined : `left behind: ${left.join(', ')}`);
  return counts;
}

/** Two reproductions into one folder lose none of each other's claims. */
export async function tryTwoReproductions() {
  const counts = tally('two reproductions into one folder');
  const out = path.join(temporaryFolder(), 'out');
  const names = ['guess-or-abstain', 'multiple-choice'];
  const endings = await Promise.all(
    names.map((name) => bash(program('reproduce', '--only', name, '--quick', '--out', out), { longest: 300_000 })),
  );
  for (const ending of endings) counts.check(endsClean('a reproduction beside another', ending, [0, 2]));
  const alone = await Promise.all(
    names.map(async (name) =>
      claimsIn(
        await bash(program('reproduce', '--only', name, '--quick', '--out', temporaryFolder(), '--json'), {
          longest: 300_000,
        }),
      ),
    ),
  );
  const expected = alone
    .flat()
    .filter((_, at) => (at < alone[0].length ? endings[0].code === 0 : endings[1].code === 0));
  const { stdout } = await bash(`cat ${quoted(path.join(out, 'claims.json'))}`);
  const kept = claimsIn({ stdout });
  const lost = expected.filter((id) => !kept.includes(id));
  counts.check(lost.length === 0 && kept.length > 0 ? undefined : `lost: ${lost.join(', ')}`);
  return counts;
}

/** @param {{ stdout: string }} ending @returns {string[]} */
function claimsIn({ stdout }) {
  try {
    return JSON.parse(stdout).claims.map((/** @type {{ id: string }} */ { id }) => id);
  } catch {
    return [];
  }
}
