import { availableParallelism } from 'node:os';

// Tests run in a sandbox whose process.env is a copy: ONNX Runtime sees only what is set here.
process.env.ORT_DISABLE_TELEMETRY = '1';

/** Tests that take minutes, or need programs beside Node: `npm run test:long` runs them, `npm test` does not. */
export const LONG = String.raw`/test/(slurm|notebooks|browser|faults|end-to-end/(?!run|score\.|plot|library))`;

export const config = {
  testEnvironment: './test/environment.cjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  setupFiles: ['<rootDir>/test/properties.ts'],
  // Tests that start processes take long on a busy machine.
  testTimeout: 60_000,
  // Some tests train networks: a worker a core, as long as the memory suffices.
  maxWorkers: Math.min(availableParallelism(), 8),
  // What a test left open must not keep a machine waiting after the last one.
  forceExit: true,
};

export default { ...config, testMatch: ['<rootDir>/test/**/*.test.ts'], testPathIgnorePatterns: [LONG] };
