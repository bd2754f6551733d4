/** Rules of the explorable page in addition to those of all reports. Each test-taker keeps its colour (Okabe and Ito's, darker on white) and shape. */
import { COLOUR } from '../report/figures/palette.js';

export const EXPLORE_STYLE = `
:root { --calibrated: #007a5a; --guesser: #a86f00; --certain: #c04f00; --careful: ${COLOUR.blue}; --abstainer: #a9487f; --ngram: #5a5a5a; }
@media (prefers-color-scheme: dark) { :root { --calibrated: #2fc79a; --guesser: ${COLOUR.orange}; --certain: #ff7f33; --careful: ${COLOUR.sky}; --abstainer: #e39ac4; --ngram: #b5b5b5; } }
#expert { max-width: 76rem; margin: 0 auto; padding: 1.2rem clamp(.8rem, 3vw, 1.25rem) 3rem; } #expert[hidden] { display: none; } #expert header p { max-width: none; }
#explorer { display: grid; grid-template-columns: clamp(13.5rem, 24vw, 17rem) minmax(0, 1fr); gap: 1rem clamp(1rem, 2.5vw, 2rem); align-items: start; margin-top: 1rem; }
#controls { position: sticky; top: .5rem; border: 1px solid var(--line); border-radius: 6px; background: var(--card); padding: .6rem .9rem .9rem; max-height: calc(100vh - 2.5rem); overflow-y: auto; }
#controls h2 { margin: 0 0 .3rem; font-size: 1.05rem; }
.control { margin: .55rem 0 0; }
.control label { display: flex; justify-content: space-between; gap: .5rem; font-size: .86rem; line-height: 1.3; }
.control .value { font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
input[type=range], select { width: 100%; box-sizing: border-box; margin: .15rem 0 0; accent-color: var(--accent); }
input[type=range] { height: 1.6rem; }
select, input[type=number], button { font: inherit; font-size: .9rem; color: var(--text); background: var(--page); border: 1px solid var(--line); border-radius: 4px; padding: .25rem .4rem; }
input[type=number] { width: 100%; box-sizing: border-box; min-width: 0; }
button { cursor: pointer; }
.seed { display: grid; grid-template-columns: 1fr auto auto; gap: .4rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
#results h2 { margin-top: 2rem; }
#results section:first-of-type h2 { margin-top: 0; }
#results.stale { opacity: .45; }
#problem { border-left: 4px solid var(--certain); padding: .4rem .8rem; background: var(--card); }
#problem:empty { display: none; }
#figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.2rem, 1fr)); gap: .5rem; margin: .8rem 0; }
#figures div { display: block; border: 1px solid var(--line); border-radius: 6px; background: var(--card); padding: .4rem .6rem; }
#figures dt { max-width: none; } #figures dt small { display: block; font-weight: 400; color: var(--soft); line-height: 1.25; }
#figures dd { font-size: 1.25rem; font-variant-numeric: tabular-nums; color: var(--text); }
.vacuous { color: var(--soft); font-style: italic; } #figures .vacuous { font-size: 1rem; }
#results figure + .card, #board + figure { margin-top: .9rem; }
#results figure .card { background: var(--card); overflow: hidden; }
/* These charts have their own colours for dark pages. */
#results svg { filter: none; max-width: 100%; width: auto; font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
#asked td, #asked th { text-align: left; white-space: normal; padding: .28rem .4rem; } #asked table { font-size: .82rem; } #asked .right { color: var(--calibrated); } #asked .error, #asked .invalid { color: var(--certain); } #asked .abstention { color: var(--soft); }
.note { color: var(--soft); font-size: .92rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
#results table th[scope=row] { color: var(--text); text-align: left; padding-top: .28rem; font-weight: 600; }
#results thead th:nth-child(1), #flips td:nth-child(2), #flips thead th:nth-child(2), #board thead th:nth-child(2) { text-align: left; }
.swatch { display: inline-block; width: .7em; height: .7em; margin-right: .45em; border-radius: 2px; background: currentColor; }
${(['calibrated', 'guesser', 'certain', 'careful', 'abstainer', 'ngram'] as const).map((id) => `.${id} { color: var(--${id}); }`).join(' ')}
svg text { fill: var(--text); } svg .tick, svg .title { fill: var(--soft); font-size: 12px; } svg .name { font-size: 12.5px; } svg .name, svg .reference { paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; } svg .reference { font-weight: 600; }
svg .grid { stroke: var(--line); } svg .lane { stroke: var(--line); }
svg .mark { fill: currentColor; stroke: var(--card); stroke-width: 1.5; }
svg .bound { fill: currentColor; fill-opacity: .22; } svg .edge { stroke: currentColor; stroke-width: 2.5; }
svg .second { stroke: var(--text); stroke-width: 2; stroke-dasharray: 2 3; fill: none; } svg .published { stroke: var(--text); stroke-width: 2; fill: none; }
svg .reach { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 6 4; fill: none; }
svg .singletons { stroke: var(--certain); stroke-width: 2; stroke-dasharray: 5 4; fill: none; } svg .missing { stroke: var(--accent); stroke-width: 2; }
svg .singletons.dot { fill: var(--certain); stroke: var(--card); stroke-dasharray: none; stroke-width: 1.5; }
svg .curve { stroke: currentColor; stroke-width: 2.2; fill: none; } svg .here { stroke: var(--text); stroke-opacity: .55; }
svg .flip { fill: none; stroke: var(--text); stroke-width: 1.5; } svg .silent { fill: var(--line); }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin: .4rem 0 0; padding: 0; list-style: none; font-size: .86rem; color: var(--soft); }
#experiment { white-space: pre-wrap; overflow-wrap: anywhere; } .copying { display: flex; gap: .8rem; align-items: center; }
.key svg { display: inline-block !important; vertical-align: middle; margin: 0 .35rem 0 0 !important; }
@media screen and (max-width: 44rem) {
  #explorer { grid-template-columns: minmax(0, 1fr); }
  /* The sliders stay beside what they change: they keep to the upper part of a phone, and scroll there. */
  #controls { top: 0; z-index: 1; max-height: 34vh; margin: 0 -.3rem; padding: .3rem .6rem .5rem; box-shadow: 0 4px 10px rgb(0 0 0 / 12%); } #controls .control { margin-top: .2rem; } #controls input[type=range] { height: 1.7rem; }
  #controls fieldset { display: grid; grid-template-columns: 1fr 1fr; gap: .1rem 1rem; }
  #controls .wide { grid-column: 1 / -1; }
  #controls .control { align-self: end; }
  #results figure svg { width: auto; }
}
#controls fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
@media (pointer: coarse) { input[type=range] { height: 2.4rem; } button, select, input[type=number] { min-height: 2.4rem; } }
@media (max-height: 40rem) { #expert { padding-top: .5rem; } #expert h1 { font-size: 1.4rem; } #expert header p, #summary { font-size: .88rem; line-height: 1.4; } #explorer { margin-top: .4rem; } #figures { grid-template-columns: repeat(auto-fit, minmax(4.9rem, 1fr)); gap: .3rem; margin: .5rem 0; } #figures dd { font-size: 1rem; } #figures dt small { display: none; } #results .note { font-size: .85rem; } }
@media print { #controls { position: static; } }
`;
