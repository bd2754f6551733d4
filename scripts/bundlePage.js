/** Bundles the explorable page's script into dist/explore/page.js, which `hallucination-rate explore` puts into the page. */
import { build } from 'esbuild';

/** zod's messages in forty languages are half of the bundle, and the page shows none of them. */
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
