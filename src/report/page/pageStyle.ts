/** Style sheet of every page. On a dark page figures have their lightness inverted and keep their hues. Nothing is animated. */
import { COLOUR } from '../figures/palette.js';

export const STYLE = `
:root { color-scheme: light dark; --page: #fafafa; --text: #1c1c1c; --soft: #555; --line: #d8d8d8; --card: #fff; --accent: ${COLOUR.blue}; }
@media (prefers-color-scheme: dark) { :root { --page: #16181c; --text: #e8e8e8; --soft: #a8adb5; --line: #3a3f47; --card: #1f2227; --accent: ${COLOUR.sky}; } }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
.page { max-width: 92rem; margin: 0 auto; padding: 0 1.25rem; }
main { min-width: 0; padding: 2rem 0 4rem; }
.contents { display: none; padding-top: 2rem; font-size: .88rem; line-height: 1.35; }
.contents ol { margin: 0; padding-left: 1.3rem; color: var(--soft); }
.contents li { margin: .3rem 0; }
.contents a { color: inherit; text-decoration: none; }
.contents a:hover { color: var(--accent); text-decoration: underline; }
@media (min-width: 76rem) { .page:has(.contents) { display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 2.5rem; } .contents { display: block; position: sticky; top: 0; align-self: start; box-sizing: border-box; max-height: 100vh; overflow-y: auto; padding-bottom: 2rem; } }
h1 { margin: 0 0 .25rem; font-size: 1.9rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.3rem; line-height: 1.3; overflow-wrap: anywhere; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1.05rem; }
p { max-width: 46rem; margin: .5rem 0; }
header p, figcaption, dl { color: var(--soft); }
.kicker { margin: 0; font-size: .85rem; letter-spacing: .04em; }
.answer { margin-top: 1.5rem; padding: .25rem 1.25rem 1rem; border-left: 4px solid var(--accent); background: var(--card); border-radius: 4px; }
.answer h2 { margin-top: 1rem; }
.missing { color: var(--soft); font-style: italic; }
figure { margin: 0; }
figcaption { margin-top: .75rem; font-size: .92rem; }
figcaption p:first-child { margin-top: 0; }
.downloads { display: flex; gap: .4rem; margin-top: .4rem; }
.downloads button { padding: .1rem .55rem; font: inherit; font-size: .8rem; color: var(--soft); background: none; border: 1px solid var(--line); border-radius: 4px; cursor: pointer; }
.downloads button:hover { color: var(--text); border-color: var(--soft); }
/* Beside the picture where there is room, so that neither leaves half of the width empty. */
@media (min-width: 84rem) { figure { display: grid; grid-template: auto 1fr / minmax(0, 1fr) 19rem; align-items: start; column-gap: 1.75rem; } figure > .card { grid-column: 1; } figure > .downloads { grid-column: 1; } figcaption { grid-column: 2; grid-row: 1 / span 2; margin-top: 0; } }
.card { border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; }
figure .card { background: #fff; }
@media screen and (prefers-color-scheme: dark) { figure .drawn { background: #1f1f1f; } .drawn svg { filter: invert(.88) hue-rotate(180deg); } }
.spots .lit { stroke: #000; stroke-width: 1.5; fill: none; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em; }
.symbol { color: inherit; text-decoration: underline dotted; text-underline-offset: .25em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.tip { position: fixed; z-index: 2; max-width: min(24rem, calc(100vw - 3rem)); padding: .45rem .7rem; background: var(--text); color: var(--page); border-radius: 6px; font-size: .85rem; line-height: 1.4; white-space: pre-line; overflow-wrap: anywhere; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.filter { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem .75rem; margin: .75rem 0 .5rem; font-size: .92rem; }
.filter input { flex: 0 1 18rem; min-width: 0; padding: .3rem .5rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 4px; }
.filter small, .filter output { color: var(--soft); }
.filter button { padding: .2rem .7rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 4px; cursor: pointer; }
details summary { cursor: pointer; font-weight: 600; }
figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
.scroll { max-height: 36rem; overflow: auto; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; }
th, td { padding: .28rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
thead th { position: sticky; top: 0; background: var(--card); box-shadow: 0 1px 0 var(--line); }
thead button { all: unset; box-sizing: border-box; cursor: pointer; font-weight: 600; }
thead button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.scripted th[aria-sort] button::after { content: " ↕"; color: var(--soft); font-weight: 400; }
.scripted th[aria-sort=ascending] button::after { content: " ↑"; color: var(--accent); font-weight: 700; }
.scripted th[aria-sort=descending] button::after { content: " ↓"; color: var(--accent); font-weight: 700; }
th:first-child, td:first-child, .text { text-align: left; }
td.text { min-width: 6rem; max-width: 18rem; white-space: normal; overflow-wrap: anywhere; }
tbody th { text-align: left; color: var(--accent); padding-top: .8rem; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); gap: .15rem 1.5rem; margin: .75rem 0; font-size: .88rem; }
dl div { display: flex; gap: .6rem; }
dt { flex: 0 0 auto; min-width: 4.2rem; max-width: 9rem; font-weight: 600; overflow-wrap: anywhere; }
dd { margin: 0; }
pre { padding: .8rem 1rem; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 6px; font-size: .85rem; line-height: 1.45; }
code { font-size: .92em; }
sub, sup { line-height: 0; }
@media print {
  :root { color-scheme: light; --page: #fff; --text: #000; --soft: #333; --line: #bbb; --card: #fff; --accent: #00507f; }
  body { font-size: 10.5pt; } .page { display: block; max-width: none; padding: 0; } main { padding: 0; } figure { display: block; }
  .card, .scroll { overflow: visible; max-height: none; } .scroll table { font-size: 7.5pt; } .scroll th, .scroll td { padding: .15rem .25rem; }
  thead th { position: static; } figure, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  figure svg { max-width: 100%; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .symbol { text-decoration: none; } .tip, .filter, .contents, .downloads { display: none; } .scripted th[aria-sort] button::after { content: none; }
}
/* On a phone a picture scrolls sideways, because its text would be too small if it shrank to the window. */
@media screen and (max-width: 40rem) { dl { grid-template-columns: 1fr; } .page { padding: 0 .8rem; } main { padding: 1rem 0 3rem; } figure svg { max-width: 42rem; } }
`;
