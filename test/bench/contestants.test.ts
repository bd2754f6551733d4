import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { timeByOperator } from '../../bench/profile.js';
import { findPeer, PEERS, type Peer, scriptArguments, writeCase } from '../../bench/pythonPeers.js';
import { SIZES } from '../../bench/sizes.js';
import { requireSameLoss } from '../../bench/timeSize.js';
import { caseOf } from '../../bench/trainees.js';

describe('contestants in Python', () => {
  test('its script is called with the case, the threads and the forms', () => {
    const [script, ...options] = scriptArguments('pytorch', '/case', { threads: 2, modes: ['eager', 'compile'] });
    expect(script.endsWith(path.join('bench', 'pytorch', 'trainingStep.py'))).toBe(true);
    expect(options).toEqual(['--case', '/case', '--threads', '2', '--modes', 'eager,compile']);
    for (const peer of Object.keys(PEERS) as Peer[]) {
      const [file] = scriptArguments(peer, '/case', { threads: 1, modes: PEERS[peer].modes });
      expect(existsSync(file)).toBe(true);
    }
  });

  test('a Python that cannot be started, or has no torch, is said to be so', () => {
    expect(findPeer('pytorch', 'no-such-python')).toEqual({ reason: 'no-such-python cannot be started' });
    expect(findPeer('pytorch', 'false')).toEqual({ reason: expect.stringContaining('false has no torch') });
    expect(findPeer('jax', 'false')).toEqual({ reason: expect.stringContaining('false has no jax') });
  });

  test('a case on the disk holds what every engine is given', () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'bench-test-'));
    try {
      const task = caseOf(SIZES.S);
      writeCase(task, directory);
      const { parameters, ...rest } = JSON.parse(readFileSync(path.join(directory, 'case.json'), 'utf8'));
      expect(rest).toMatchObject({ ...SIZES.S, learningRate: 0.001, beta1: 0.9, beta2: 0.99, clipNorm: 1 });
      expect(parameters[0]).toEqual({ name: 'tokens', shape: [512, 32] });
      const theta = readFileSync(path.join(directory, 'theta.bin'));
      expect(theta.byteLength).toBe(4 * task.theta.length);
      expect(theta.readFloatLE(400)).toBe(task.theta[100]);
      expect(readFileSync(path.join(directory, 'labels.bin')).readInt32LE(40)).toBe(task.labels[10]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

test('contestants whose losses differ are not compared', () => {
  const trainee = (form: string, firstLosses: number[]) => ({ contestant: 'pytorch' as const, form, firstLosses });
  expect(() => requireSameLoss([trainee('a', [6.2, 6.1]), trainee('b', [6.2004, 6.1])])).not.toThrow();
  expect(() => requireSameLoss([trainee('a', [6.2, 6.1]), trainee('b', [6.2, 6.13])])).toThrow(
    /losses must agree to 0\.001.*6\.13/,
  );
});

test('a profile is summed by operator, loops by their parts', () => {
  const node = (name: string, op_name: string, dur: number) => ({ cat: 'Node', name, dur, args: { op_name } });
  expect(
    timeByOperator([
      { cat: 'Session', name: 'model_run', dur: 9000 },
      node('a_fence_before', 'Gemm', 5),
      node('a_kernel_time', 'Gemm', 3000),
      node('b_kernel_time', 'Mul', 4000),
      node('c_kernel_time', 'Gemm', 2000),
      node('loop_kernel_time', 'Loop', 9000),
    ]),
  ).toEqual([
    { operator: 'Gemm', calls: 2, ms: 5 },
    { operator: 'Mul', calls: 1, ms: 4 },
  ]);
});
