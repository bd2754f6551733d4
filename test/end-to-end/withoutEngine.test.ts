/** The program where ONNX Runtime is not installed: what needs it says so, and everything else works. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { experimentFile, temporaryFolder } from './commandLine.js';

const program = temporaryFolder();
const store = temporaryFolder();

beforeAll(() => {
  for (const part of ['dist', 'package.json', 'experiments', 'corpora', 'scripts'])
    cpSync(part, path.join(program, part), { recursive: true });
  mkdirSync(path.join(program, 'node_modules'));
  for (const name of readdirSync('node_modules'))
    if (name !== 'onnxruntime-node' && name !== 'hallucination-rate' && !name.startsWith('.'))
      symlinkSync(path.resolve('node_modules', name), path.join(program, 'node_modules', name));
});

function said(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(program, 'dist/cli/main.js'), ...args], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

test('a training is refused before it begins, with the remedy, and nothing is written', async () => {
  const { code, stderr } = await said('run', experimentFile(), '--out', path.join(store, 'refused'));
  expect([code, stderr]).toEqual([2, expect.stringMatching(/not installed\n +hint: .*doctor --install-engine/)]);
  expect(existsSync(path.join(store, 'refused', 'small'))).toBe(false);
});

test('the eager engine trains, and reference models are measured', async () => {
  const eager = [
    '--engine',
    'eager',
    '--set',
    'training.steps=2',
    '--out',
    path.join(store, 'eager'),
    '--workers',
    '1',
  ];
  expect((await said('run', experimentFile(), ...eager)).code).toBe(0);
  const learner = ['--set', 'model.kind=calibrated-learner', '--out', path.join(store, 'learner'), '--workers', '1'];
  expect((await said('run', experimentFile(), ...learner)).code).toBe(0);
});

test('doctor says what is missing', async () => {
  const { stdout } = await said('doctor', '--json');
  const { engines } = JSON.parse(stdout) as { engines: { availability: { available: boolean; reason?: string } }[] };
  expect(engines[0].availability).toEqual({ available: false, reason: expect.stringMatching(/not installed/) });
  expect(engines.at(-1)!.availability.available).toBe(true);
});
