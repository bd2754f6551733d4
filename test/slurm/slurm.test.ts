/** Sweeps on a real Slurm: the same tables as here, killed, requeued, cancelled, refused. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { experimentFile, hallucinationRate, SMALL, temporaryFolder } from '../end-to-end/commandLine.js';
import { type Slurm, startSlurm, withoutSlurm } from './loopback.js';

const reason = withoutSlurm();
function sweep(steps: number, kinds: string): string {
  return experimentFile(
    SMALL.replace('steps: 60', `steps: ${steps}`).replace('[transformer, ngram, calibrated-learner, abstainer]', kinds),
  );
}

const LONG = 300_000;

(reason === undefined ? describe : describe.skip)(
  `on a Slurm of one node${reason === undefined ? '' : ` (not started: ${reason})`}`,
  () => {
    let slurm: Slurm;
    beforeAll(async () => {
      slurm = await startSlurm();
    }, LONG);
    afterAll(() => slurm?.stop(), LONG);

    const submit = (file: string, store: string, ...flags: readonly string[]) =>
      slurm.hallucinationRate('run', file, '--out', store, '--executor', 'slurm', ...flags);
    const tables = (store: string): string[] =>
      ['runs.arrow', 'curves.arrow'].map((name) => readFileSync(path.join(store, 'small', name)).toString('hex'));
    const tablesHere = async (file: string): Promise<string[]> => {
      const store = temporaryFolder();
      expect((await hallucinationRate('run', file, '--out', store, '--workers', '1')).code).toBe(0);
      return tables(store);
    };
    interface Status {
      readonly counts: Record<string, number>;
      readonly runs: { id: string; state: string; job?: string; message?: string }[];
      readonly jobs: { id: string; state: string }[];
    }
    const status = async (store: string): Promise<Status> =>
      JSON.parse((await slurm.hallucinationRate('status', path.join(store, 'small'), '--json')).stdout) as Status;
    /** Rows of squeue, called directly, because the program takes a second to start. */
    const queue = (): readonly string[] =>
      slurm
        .run('squeue', '--noheader', '--array', '--format=%F_%K %T')
        .split('\n')
        .filter((row) => row !== '');
    const until = async (isSo: (rows: readonly string[]) => boolean): Promise<void> => {
      while (!isSo(queue())) await setTimeout(200);
    };
    const jobsEnd = (): Promise<void> => until((rows) => rows.length === 0);
    const logs = (store: string): string => {
      const folder = path.join(store, 'small', 'slurm', 'logs');
      return readdirSync(folder)
        .map((name) => `${name}: ${readFileSync(path.join(folder, name), 'utf8')}`)
        .join('');
    };
    const temporaries = (store: string): string[] =>
      readdirSync(path.join(store, 'small')).filter((name) => /^\.(tmp|lock)-/.test(name));
    /** Process ids of the array task and of the worker that makes a run, once the run is under way. The worker is stopped. */
    const makers = async (store: string, id: string): Promise<number[]> => {
      for (;;) {
        const folder = temporaries(store).find((name) => existsSync(path.join(store, 'small', name, id)));
        const worker = folder === undefined ? undefined : Number(/@[0-9a-f]{8}-(\d+)-/.exec(folder)![1]);
        if (worker !== undefined) process.kill(worker, 'SIGSTOP'); // otherwise it might end before the test has looked
        if (worker !== undefined)
          return [Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${worker}/status`, 'utf8'))![1]), worker];
        await setTimeout(50);
      }
    };

    test(
      'an array with fewer tasks than runs, in a folder with spaces and quotes in its name: the same tables as one worker here',
      async () => {
        const file = sweep(60, '[transformer, ngram, calibrated-learner, abstainer]');
        const store = path.join(temporaryFolder(), 'it\'s 100% a "store"');
        const first = await submit(
          file,
          store,
          '--wait',
          '--array-concurrency',
          '2',
          '--slurm',
          'time=5',
          '--slurm',
          'comment=two words',
        );
        expect(first).toMatchObject({
          code: 0,
          stderr: expect.stringMatching(/^small: 4 runs in 3 tasks of job \d+; job \d+ gathers them\.\n/) as unknown,
        });
        expect(first.stdout).toMatch(/birthdays[\s\S]*wrote .*report\.html/);
        expect(tables(store)).toEqual(await tablesHere(file));
        expect(await hallucinationRate('verify', store)).toMatchObject({
          code: 0,
          stdout: '4 runs of 1 experiment, 16 files: no damage\n',
        });
        expect(readdirSync(path.join(store, 'small', 'slurm', 'logs'))).toHaveLength(4);
        expect(temporaries(store)).toEqual([]);
        expect((await slurm.hallucinationRate('status', path.join(store, 'small'))).stdout).toBe(
          'small: 4 runs\n     4 complete\nno jobs are left\n',
        );

        const again = await submit(file, store);
        expect(again).toMatchObject({
          code: 0,
          stderr: expect.stringContaining('4 runs are in the store already, 0 to do') as unknown,
        });
        expect(again.stdout).toContain('report.html');
      },
      LONG,
    );

    test(
      'a task that is killed in the middle costs its run alone; the same command submits that, and a requeue in the middle changes nothing',
      async () => {
        const file = sweep(2500, '[transformer, ngram]');
        const store = temporaryFolder();
        const { stdout } = await submit(file, store, '--json', '--checkpoint-every', '0.5');
        expect(JSON.parse(stdout)).toMatchObject({
          experiment: 'small',
          arrayTasks: 2,
          runs: { submitted: 2, stored: 0, failed: 0 },
        });
        const id = (await status(store)).runs[0]!.id;
        const processes = await makers(store, id);
        const {
          runs: [first],
        } = await status(store);
        expect(first).toMatchObject({ state: 'running', job: expect.stringMatching(/^\d+_0$/) as unknown });
        for (const each of processes) process.kill(each, 'SIGKILL');
        await jobsEnd();
        expect((await status(store)).counts).toEqual({ complete: 1, running: 0, pending: 0, failed: 0, missing: 1 });
        expect((await slurm.hallucinationRate('status', path.join(store, 'small'))).stdout).toContain(
          `The same command submits the missing runs:\n  npx hallucination-rate run ${file} --out ${store} --executor slurm`,
        );
        expect(tables(store)[0]).not.toBe('');

        const second = await submit(file, store);
        expect(second.stderr).toContain('1 run is in the store already, 1 to do');
        await makers(store, id);
        const [job] = /^\d+_0/.exec(queue().find((row) => /^\d+_0 RUNNING/.test(row))!)!;
        slurm.run('scontrol', 'requeue', job);
        await until((rows) => rows.includes(`${job} PENDING`));
        slurm.run('scontrol', 'update', `JobId=${job}`, 'StartTime=now+3'); // by itself it waits for two minutes; at once would be too soon for slurmd
        await jobsEnd();
        const ended = await status(store);
        if (ended.counts.complete !== 2)
          throw new Error(`${JSON.stringify(ended)}\n${logs(store)}\n${slurm.run('scontrol', 'show', 'job', job)}`);
        expect(slurm.run('scontrol', 'show', 'job', job)).toMatch(/Restarts=1\b/);
        expect(tables(store)).toEqual(await tablesHere(file));
        expect(temporaries(store)).toEqual([]);
      },
      LONG,
    );

    test(
      'while jobs are left no other command writes to the folder; cancel ends them and frees the folder',
      async () => {
        const file = sweep(1_000_000, '[ngram, transformer]');
        const store = temporaryFolder();
        await submit(file, store);
        const here = (...flags: readonly string[]) =>
          slurm.hallucinationRate('run', file, '--out', store, '--workers', '1', '--set', 'model.kind=ngram', ...flags);
        for (const refused of [await here(), await submit(file, store)]) {
          expect(refused).toMatchObject({ code: 2, stdout: '' });
          expect(refused.stderr).toMatch(
            /^Slurm jobs are writing to this folder\n[\s\S]*found: +job \d+, job \d+\n[\s\S]*status[\s\S]*cancel/,
          );
        }
        const folder = path.join(store, 'small');
        while (readdirSync(folder).filter((name) => /^[0-9a-f]{12}$/.test(name)).length === 0 || queue().length !== 2)
          await setTimeout(200);
        expect((await slurm.hallucinationRate('cancel', folder)).stdout).toMatch(
          /^2 jobs and array tasks ended; 1 of 2 runs are complete\.\nTo continue:\n {2}npx hallucination-rate run .* --executor slurm\n$/,
        );
        expect(await status(store)).toMatchObject({ counts: { complete: 1, missing: 1 }, jobs: [] });
        expect(slurm.run('squeue', '--noheader')).toBe('');
        expect(temporaries(store)).toEqual([]);
        expect((await slurm.hallucinationRate('cancel', folder)).stdout).toMatch(/^No jobs were left; 1 of 2/);
        expect(await here()).toMatchObject({
          code: 0,
          stderr: expect.stringContaining('1 run is in the store already, 0 to do') as unknown,
        });
      },
      LONG,
    );

    test(
      'a failed run is reported with its message, and the exit code is that of a sweep without Slurm',
      async () => {
        const file = experimentFile(
          SMALL.replace('learningRate: 0.01', 'learningRate: 1e30').replace(
            '[transformer, ngram, calibrated-learner, abstainer]',
            '[transformer, abstainer]',
          ),
        );
        const store = temporaryFolder();
        const first = await submit(file, store, '--wait');
        expect(first.code).toBe(2);
        expect(first.stderr).toMatch(
          /1 of 2 runs failed; the tables hold the others\.\n.*model\.kind=transformer.*not finite/,
        );
        expect((await slurm.hallucinationRate('status', path.join(store, 'small'))).stdout).toMatch(
          /1 complete\n +1 failed\n +[0-9a-f]{12} transformer seed=7: .*not finite/,
        );
      },
      LONG,
    );

    test(
      'kinds of a plugin, which jobs import by themselves: the same tables as one worker here',
      async () => {
        const [file, store, here] = ['examples/plugin/pets.yaml', temporaryFolder(), temporaryFolder()];
        const submitted = await submit(file, store, '--wait');
        expect(submitted).toMatchObject({ code: 0, stdout: expect.stringMatching(/cautious/) as unknown });
        expect((await hallucinationRate('run', file, '--out', here, '--workers', '1')).code).toBe(0);
        for (const table of ['runs.arrow', 'curves.arrow'])
          expect(readFileSync(path.join(store, 'pets', table))).toEqual(readFileSync(path.join(here, 'pets', table)));
        // What is only looked at needs no plugin.
        expect((await slurm.hallucinationRate('status', path.join(store, 'pets'))).stdout).toMatch(/3 complete/);
      },
      LONG,
    );

    test(
      'experiments of a reproduction are submitted each by itself; the command that is printed writes the report, as does --wait',
      async () => {
        const out = path.join(temporaryFolder(), 'reproduced');
        const command = [
          'reproduce',
          '--quick',
          '--only',
          'inevitable-or-not,multiple-choice',
          '--executor',
          'slurm',
          '--out',
          out,
        ];
        const first = await slurm.hallucinationRate(...command);
        expect(first.code).toBe(0);
        expect(first.stdout).toMatch(
          /^multiple-choice: \d+ runs in 3 tasks of job \d+; job \d+ gathers them\.\ninevitable-or-not: .*\n.*To see the progress/s,
        );
        expect(first.stdout).toMatch(
          /reproduce --quick --only inevitable-or-not,multiple-choice --out .* --executor slurm\n$/,
        );
        expect(existsSync(path.join(out, 'claims.json'))).toBe(false);
        const meanwhile = await slurm.hallucinationRate(...command);
        expect(meanwhile).toMatchObject({
          code: 0,
          stdout: expect.stringMatching(/: its jobs have not ended\./) as unknown,
        });
        const waited = await slurm.hallucinationRate(...command, '--wait');
        expect(waited.code).toBe(0);
        expect(waited.stdout).toMatch(/Program checks, 5 claims: 5 confirmed\..*wrote .*report\.html/s);
        const { claims } = JSON.parse(readFileSync(path.join(out, 'claims.json'), 'utf8')) as { claims: object[] };
        const here = temporaryFolder();
        await hallucinationRate(...command.slice(0, 4), '--out', here);
        expect(claims).toEqual(
          (JSON.parse(readFileSync(path.join(here, 'claims.json'), 'utf8')) as { claims: object[] }).claims,
        );
      },
      LONG,
    );

    test('jobs that sbatch refuses leave nothing behind', async () => {
      const store = path.join(temporaryFolder(), 'store');
      const { code, stdout, stderr } = await submit(
        sweep(60, '[ngram, abstainer]'),
        store,
        '--slurm',
        'partition=nowhere',
      );
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^sbatch failed\n {2}found: +sbatch: error: .*partition.*nowhere/);
      expect(existsSync(path.join(store, 'small'))).toBe(false);
    });
  },
);
