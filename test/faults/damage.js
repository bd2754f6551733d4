// @ts-check
/** Truncated, bit-flipped and missing files: each is named by verify, and the same command makes it again. */
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { command, folderOf, require, run, runsOf, TABLES, tablesOf } from './sweep.js';

/**
 * @param {{ damages: number, random: () => number, store: string, workers: number, tables: string[] }} options
 *   a complete store; three files are damaged at a time
 */
export async function tryDamage({ damages, random, store, workers, tables }) {
  const counts = { truncated: 0, flipped: 0, removed: 0, runsMadeAgain: 0, tablesMadeAgain: 0 };
  const pick = (/** @type {readonly string[]} */ list) => list[Math.floor(random() * list.length)];
  for (let done = 0; done < damages; ) {
    /** @type {Map<string, string>} */
    const expected = new Map();
    while (expected.size < 3 && done < damages) {
      const run = random() < 0.25 ? undefined : pick([...runsOf(store).keys()]);
      const place = run ?? pick(TABLES);
      if ([...expected.keys()].some((file) => file.startsWith(place))) continue;
      const file = run === undefined ? place : path.join(place, pick(readdirSync(path.join(folderOf(store), place))));
      expected.set(file, damage(path.join(folderOf(store), file), random, counts));
      counts[run === undefined ? 'tablesMadeAgain' : 'runsMadeAgain']++;
      done++;
    }
    const { code, stdout } = await run(['verify', folderOf(store), '--json']);
    require(code === 1, `verify ends with ${code} though ${[...expected.keys()]} are damaged`);
    /** @type {{ file: string, fault: string }[]} */
    const findings = JSON.parse(stdout).findings;
    for (const [file, fault] of expected) {
      const named = findings.some((finding) => finding.file === file && finding.fault === fault);
      require(named, `${file} is ${fault}, found ${stdout}`);
    }
    require(findings.length === expected.size, `more findings than damage: ${stdout}`);
    const again = await run(command(store, workers));
    require(again.code === 0, `the sweep did not repair the store:\n${again.stderr}`);
    for (const file of expected.keys()) {
      const [run] = file.split(path.sep);
      require(TABLES.includes(file) ||
        again.stderr.includes(`${run} is damaged and is made again`), `${run} was not named:\n${again.stderr}`);
    }
    require(tablesOf(store).join() === tables.join(), 'the tables differ after the store was repaired');
    require((await run(['verify', store])).code === 0, 'damage is left');
  }
  return counts;
}

/** @param {string} file @param {() => number} random @param {{ truncated: number, flipped: number, removed: number }} counts */
function damage(file, random, counts) {
  const bytes = readFileSync(file);
  const at = Math.floor(random() * bytes.length);
  const kind = Math.floor(3 * random());
  const isManifest = path.basename(file) === 'manifest.json';
  if (kind === 0) {
    truncateSync(file, at);
    counts.truncated++;
    return isManifest ? 'altered' : 'truncated';
  }
  if (kind === 1) {
    bytes[at] ^= 1 << Math.floor(8 * random());
    writeFileSync(file, bytes);
    counts.flipped++;
    return 'altered';
  }
  rmSync(file);
  counts.removed++;
  return 'missing';
}
