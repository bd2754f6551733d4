/** The explorable page as one HTML file: story, expert mode, style, word lists and scripts. It needs no network. */
import type { Lexicon } from '../corpus/lexicon.js';
import { STYLE } from '../report/page/pageStyle.js';
import { expertHtml } from './expertDocument.js';
import { storyHtml } from './story/storyDocument.js';
import { STORY_STYLE } from './story/storyStyle.js';
import { EXPLORE_STYLE } from './style.js';

export interface PageParts {
  /** The bundled script. */
  readonly script: string;
  /** The bundled script of the worker that trains, gzipped, in base64. */
  readonly trainer: string;
  /** The binary of the worker's tensor library, gzipped, in base64. */
  readonly binary: string;
  readonly lexicon: Lexicon;
  /** The program's version. */
  readonly version: string;
}

export function exploreDocument({ script, trainer, binary, lexicon, version }: PageParts): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:; img-src data:">
<link rel="icon" href="data:,">
<title>Why do language models make things up? – hallucination-rate</title>
<style>${STYLE}${EXPLORE_STYLE}${STORY_STYLE}</style>
</head>
<body>
${storyHtml()}
${expertHtml(version)}
<script type="application/json" id="lexicon">${inScript(JSON.stringify({ ...lexicon, english: [] }))}</script>
<script type="text/plain" id="trainer-script">${trainer}</script>
<script type="text/plain" id="trainer-binary">${binary}</script>
<script>${inScript(script)}</script>
</body>
</html>
`;
}

/** Text for a script element, escaped so that nothing in it ends the element. In JSON and in strings of a script `<\\/` is `</`. */
function inScript(text: string): string {
  return text.replace(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--');
}
