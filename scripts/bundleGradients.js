/** Bundles the gradients of TensorFlow.js into dist/engine/gradients.js: its package holds them in a form that Node cannot load. */
import { build } from 'esbuild';

await build({
  entryPoints: ['node_modules/@tensorflow/tfjs-core/dist/register_all_gradients.js'],
  outfile: 'dist/engine/gradients.js',
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  legalComments: 'inline',
});
