import { availableParallelism } from 'node:os';

// Tests run in a sandbox whose process.env is a copy: ONNX Runtime sees only what is set here.
process.env.ORT_DISABLE_TELEMETRY = '1';

/** Tests of whole commands, of programs beside Node, and simulations: `npm run test:long` runs them, `npm test` does not. */
const LONG_TESTS = [
  'browser',
  'faults',
  'notebooks',
  'slurm',
  'end-to-end/(?!plot|library)',
  'servers/(dialects|vllm)',
  'data/(arrowLengths|wholeFiles)',
  'estimate/(coverage|scatter)',
  'scoring/(clusteredAnswers|confidenceFigures|manyRows|ownThreshold)',
];
export const LONG = `/test/(${LONG_TESTS.join('|')})`;

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
