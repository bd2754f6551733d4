/** Checks every byte of a run, an experiment or a whole store against the stored checksums. */
import { realpath, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { type Damage, EXPERIMENT_FILES, filesIn, MANIFEST_FILE, verifyManifest } from './manifest.js';
import { foldersIn, RUN_NAME } from './runFolder.js';
import { listDir } from './temporaryFolder.js';

export interface Verified {
  readonly experiments: number;
  readonly runs: number;
  /** Number of files that a manifest lists. */
  readonly files: number;
  /** Sorted by file; paths are relative to the checked folder. */
  readonly findings: readonly Damage[];
  /** Experiments whose tables have no checksums, because gathering was interrupted: the same command writes them again. */
  readonly unsealed: readonly string[];
}

/** Names in an experiment's folder besides runs and files of its manifest: failures, damaged runs, answers of servers, Slurm's files, locks, unfinished work. */
const OWN = /^(failed|damaged|slurm|answers|\.lock-.+|\.tmp-.+|\.checkpoint-[0-9a-f]{12})$/;

const NOTHING: Verified = { experiments: 0, runs: 0, files: 0, findings: [], unsealed: [] };

/** @param dir a run's folder, an experiment's, or one that holds experiments at any depth. @returns zeros if it has no runs */
export async function verifyStore(dir: string): Promise<Verified> {
  const verified = RUN_NAME.test(basename(dir)) ? await verifyRun(dir) : await verifyFolder(dir, new Set());
  const findings = verified.findings.map((finding) => ({ ...finding, file: relative(dir, finding.file) }));
  return { ...verified, findings: findings.sort((a, b) => (a.file < b.file ? -1 : 1)) };
}

/** @param seen real paths of folders that were checked, because links may lead back to one */
async function verifyFolder(dir: string, seen: Set<string>): Promise<Verified> {
  try {
    const names = (await listDir(dir)).map(({ name }) => name);
    const place = names.length === 0 ? dir : await realpath(dir);
    if (seen.has(place)) return NOTHING;
    seen.add(place);
    if (names.some((name) => RUN_NAME.test(name))) return await verifyExperiment(dir);
    let sum = await verifyOwnFiles(dir);
    for (const name of names.filter((each) => !each.startsWith('.')).sort()) {
      if (await isFolder(dir, name)) sum = joined(sum, await verifyFolder(join(dir, name), seen));
    }
    return sum;
  } catch (error) {
    // The checked folder itself must be readable: the caller hears why it is not.
    if (seen.size === 0) throw error;
    return { ...NOTHING, findings: [unreadable(dir, error)] };
  }
}

/** True for a folder, and for a link that leads to one now. */
async function isFolder(dir: string, name: string): Promise<boolean> {
  return (await foldersIn(dir, (each) => each === name).catch(() => [])).length > 0;
}

function unreadable(file: string, error: unknown): Damage {
  return { file, fault: 'unreadable', detail: (error as Error).message };
}

/** Checks the files of a folder of experiments itself: the report of all of them, if it has checksums. */
async function verifyOwnFiles(dir: string): Promise<Verified> {
  if (!(await listDir(dir)).some(({ name }) => name === MANIFEST_FILE)) return NOTHING;
  const { manifest, findings } = await verifyManifest(dir);
  return {
    ...NOTHING,
    files: Object.keys(manifest).length,
    findings: findings.map((finding) => ({ ...finding, file: join(dir, finding.file) })),
  };
}

async function verifyExperiment(dir: string): Promise<Verified> {
  const names = (await listDir(dir)).map(({ name }) => name).sort();
  const runs = names.filter((name) => RUN_NAME.test(name)); // a link that leads nowhere now is a run that cannot be read
  const sealed = names.includes(MANIFEST_FILE);
  const { manifest, findings } = sealed ? await verifyManifest(dir) : { manifest: {}, findings: [] };
  const known = new Set([...runs, ...Object.keys(manifest), MANIFEST_FILE, ...(sealed ? [] : EXPERIMENT_FILES)]);
  const foreign = names.filter((name) => !known.has(name) && !OWN.test(name));
  let sum: Verified = {
    experiments: 1,
    runs: 0,
    files: Object.keys(manifest).length,
    unsealed: sealed ? [] : [dir],
    findings: [
      ...findings.map((finding) => ({ ...finding, file: join(dir, finding.file) })),
      ...foreign.map((name) => foreignIn(dir, name)),
    ],
  };
  for (const run of runs) sum = joined(sum, await verifyRun(join(dir, run)));
  return sum;
}

async function verifyRun(dir: string): Promise<Verified> {
  try {
    await stat(dir);
  } catch (error) {
    return { ...NOTHING, runs: 1, findings: [unreadable(dir, error)] };
  }
  const { manifest, findings } = await verifyManifest(dir);
  const files = Object.keys(manifest);
  const found = findings.map((finding) => ({ ...finding, file: join(dir, finding.file) }));
  if (!findings.some(({ file }) => file === MANIFEST_FILE)) {
    try {
      const foreign = (await filesIn(dir)).filter((name) => name !== MANIFEST_FILE && !files.includes(name));
      found.push(...foreign.map((name) => foreignIn(dir, name)));
    } catch (error) {
      found.push(unreadable(dir, error));
    }
  }
  return { ...NOTHING, runs: 1, files: files.length, findings: found };
}

function foreignIn(dir: string, name: string): Damage {
  return { file: join(dir, name), fault: 'foreign', detail: 'not written by this program; ignored' };
}

function joined(a: Verified, b: Verified): Verified {
  return {
    experiments: a.experiments + b.experiments,
    runs: a.runs + b.runs,
    files: a.files + b.files,
    findings: [...a.findings, ...b.findings],
    unsealed: [...a.unsealed, ...b.unsealed],
  };
}
