/**
 * A Slurm of one node on the loopback device, for a test: munged, slurmctld and slurmd with their files in a temporary folder and
 * on free ports, so that nothing of the machine's own Slurm is touched. Needs root and Debian's packages slurm-wlm and munge.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { availableParallelism, hostname } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Outcome, temporaryFolder } from '../end-to-end/commandLine.js';

export interface Slurm {
  /** Runs the built command line with this Slurm. */
  readonly hallucinationRate: (...args: readonly string[]) => Promise<Outcome>;
  /** Runs a program of Slurm's. */
  readonly run: (program: string, ...args: readonly string[]) => string;
  readonly stop: () => Promise<void>;
}

/** Largest number of tasks of an array here. */
export const LARGEST_ARRAY = 3;

const PATHS = `${process.env.PATH}:/usr/sbin`;

/** The reason why Slurm cannot be started here; undefined if it can. */
export function withoutSlurm(): string | undefined {
  if (process.getuid?.() !== 0) return 'its daemons need root';
  const missing = ['munged', 'slurmctld', 'slurmd', 'sbatch'].filter(
    (program) => !PATHS.split(':').some((folder) => isThere(path.join(folder, program))),
  );
  return missing.length === 0 ? undefined : `no ${missing.join(', ')} here: apt-get install slurm-wlm munge`;
}

function isThere(file: string): boolean {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
}

/** @throws Error with the daemons' logs if they do not start */
export async function startSlurm(): Promise<Slurm> {
  const folder = temporaryFolder();
  const inFolder = (name: string): string => path.join(folder, name);
  const host = hostname().split('.')[0]!;
  const [controller, node] = [await freePort(), await freePort()];
  for (const name of ['state', 'spool']) mkdirSync(inFolder(name));
  writeFileSync(inFolder('munge.key'), randomBytes(128), { mode: 0o400 });
  writeFileSync(
    inFolder('slurm.conf'),
    `ClusterName=loopback
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${node}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${inFolder('munge.socket')}
StateSaveLocation=${inFolder('state')}
SlurmdSpoolDir=${inFolder('spool')}
SlurmctldPidFile=${inFolder('slurmctld.pid')}
SlurmdPidFile=${inFolder('slurmd.pid')}
SlurmctldLogFile=${inFolder('slurmctld.log')}
SlurmdLogFile=${inFolder('slurmd.log')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
JobRequeue=1
KillWait=2
MaxArraySize=${LARGEST_ARRAY}
SchedulerParameters=sched_interval=1
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN
PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`,
  );
  const env = { ...process.env, PATH: PATHS, SLURM_CONF: inFolder('slurm.conf') };
  const daemons: ChildProcess[] = [];
  const start = (program: string, ...args: readonly string[]): void =>
    void daemons.push(spawn(program, args, { env, stdio: 'ignore' }));
  const run = (program: string, ...args: readonly string[]): string =>
    execFileSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const tried = <Result>(use: () => Result): Result | undefined => {
    try {
      return use();
    } catch {
      return undefined;
    }
  };
  const stop = async (): Promise<void> => {
    // Processes of jobs outlive slurmd, so they are ended first.
    tried(() => run('scancel', '--user=root'));
    for (let tries = 0; tries < 40 && tried(() => run('squeue', '--noheader'))?.trim(); tries++) await setTimeout(250);
    for (const daemon of daemons.reverse()) {
      const ended = new Promise((resolve) =>
        daemon.exitCode === null && daemon.signalCode === null ? daemon.once('exit', resolve) : resolve(null),
      );
      daemon.kill();
      await Promise.race([ended, setTimeout(5000, undefined, { ref: false }).then(() => daemon.kill('SIGKILL'))]);
    }
    rmSync(folder, { recursive: true, force: true });
  };

  start(
    'munged',
    '--foreground',
    '--force',
    ...['socket', 'pid', 'log', 'seed'].map(
      (name) => `--${name === 'socket' ? name : `${name}-file`}=${inFolder(`munge.${name}`)}`,
    ),
    `--key-file=${inFolder('munge.key')}`,
  );
  for (
    let tries = 0;
    tries < 40 && tried(() => run('munge', `--socket=${inFolder('munge.socket')}`, '--no-input')) === undefined;
    tries++
  )
    await setTimeout(100);
  start('slurmctld', '-D', '-f', inFolder('slurm.conf'));
  start('slurmd', '-D', '-f', inFolder('slurm.conf'));
  for (let tries = 0; tries < 80; tries++) {
    if (tried(() => run('sinfo', '--noheader', '--format=%T'))?.trim() === 'idle') {
      const hallucinationRate = (...args: readonly string[]): Promise<Outcome> =>
        new Promise((resolve) => {
          execFile(
            process.execPath,
            [path.resolve('dist/cli/main.js'), ...args],
            { env, maxBuffer: 2 ** 26 },
            (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
          );
        });
      return { hallucinationRate, run, stop };
    }
    await setTimeout(250);
  }
  const logs = ['slurmctld.log', 'slurmd.log', 'munge.log']
    .map((name) => tried(() => readFileSync(inFolder(name), 'utf8')) ?? '')
    .join('\n');
  await stop();
  throw new Error(`Slurm does not start:\n${logs}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
