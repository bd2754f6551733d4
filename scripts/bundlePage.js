/** Bundles the script of the explorable page into dist/explore/page.js, which `hallucination-rate explore` inserts. */
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

await build({
  entryPoints: ['src/explore/page/script.ts'],
  outfile: 'dist/explore/page.js',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'inline',
  plugins: [englishOnly],
});
