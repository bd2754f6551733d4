/**
 * Bundles the scripts of the explorable page, which `hallucination-rate explore` inserts: dist/explore/page.js, and
 * dist/explore/trainer.js for the worker that trains a transformer, with the binary of its tensor library beside it.
 */
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

/** Leaves out the messages of zod in forty languages, which would be half of the bundle and are never shown. */
const englishOnly = {
  name: 'english-only',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    })),
};

/** Takes the gradients of TensorFlow.js from its package: the bundle for Node holds a core of its own. */
const gradientsInPlace = {
  name: 'gradients-in-place',
  setup: ({ onResolve, resolve }) =>
    onResolve({ filter: /^#gradients$/ }, ({ resolveDir }) =>
      resolve('@tensorflow/tfjs-core/dist/register_all_gradients.js', { kind: 'import-statement', resolveDir }),
    ),
};

await build({
  entryPoints: { page: 'src/explore/page/script.ts', trainer: 'src/explore/page/trainer.ts' },
  outdir: 'dist/explore',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'eof',
  plugins: [englishOnly, gradientsInPlace],
});

const backend = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
copyFileSync(path.join(backend, 'tfjs-backend-wasm-simd.wasm'), 'dist/explore/trainer.wasm');
