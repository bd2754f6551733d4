/** Rules of the story. Each step fills one screen: its picture on one side, words and controls on the other. */
export const STORY_STYLE = `
:root { --never: #767676; --once: #b34700; --often: #0069a6; --good: #00734f; --bad: #b3261e; --silent: #6b6b6b; --tint: #eef4f8; }
@media (prefers-color-scheme: dark) { :root { --never: #9aa0a8; --once: #ff9a4d; --often: #5cb8ec; --good: #3fd0a2; --bad: #ff8a80; --silent: #a8adb5; --tint: #222a32; } }
.shapes { position: absolute; }
.story { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; box-sizing: border-box; height: 100vh; height: 100dvh; max-width: clamp(74rem, 88vw, 92rem); margin: 0 auto; padding: 0 clamp(.9rem, 3vw, 2rem); font-size: clamp(1rem, .8rem + .45vw, 1.35rem); }
.story[hidden] { display: none; }
.story > header { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline; padding: clamp(.5rem, 2vh, 1.2rem) 0 .3rem; border-bottom: 1px solid var(--line); }
.story h1 { margin: 0 0 .25rem; font-size: clamp(.8rem, .7rem + .55vw, 1.2rem); font-weight: 650; }
.story > header a { white-space: nowrap; font-size: .9rem; }
.step { display: grid; grid-template: "stage title" auto "stage words" auto "stage controls" 1fr / minmax(0, 1.08fr) minmax(0, 1fr); column-gap: clamp(1.2rem, 4vw, 3.5rem); align-content: center; align-self: center; height: min(100%, 46rem); min-height: 0; overflow-y: auto; padding: clamp(.4rem, 3vh, 2.5rem) 2px; box-sizing: border-box; }
.step[hidden] { display: none; }
.step h2 { grid-area: title; margin: 0 0 .35rem; font-size: clamp(1.3rem, 1rem + 1.4vw, 2.1rem); line-height: 1.15; letter-spacing: -.01em; }
.step h2:focus-visible { outline: none; }
.words { grid-area: words; } .words p, .controls p { margin: 0 0 .55rem; max-width: 34rem; line-height: 1.45; }
.controls { grid-area: controls; min-width: 0; }
.stage { grid-area: stage; display: flex; flex-direction: column; min-height: 0; min-width: 0; }
.picture { flex: 1 1 0; min-height: 0; display: flex; justify-content: center; }
.picture svg { display: block; max-width: 100%; max-height: 100%; width: 100%; height: 100%; filter: none; overflow: visible; }
.story svg { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
.story svg text { fill: var(--text); } .story svg .tick, .story svg .title { fill: var(--soft); font-size: 12.5px; }
.story svg .label { font-weight: 600; paint-order: stroke; stroke: var(--page); stroke-width: 4px; stroke-linejoin: round; }
.legend { display: flex; flex-wrap: wrap; justify-content: center; gap: .1rem 1.2rem; margin: .5rem 0 0; padding: 0; list-style: none; font-size: .9em; color: var(--soft); }
.legend li { display: flex; align-items: center; gap: .35rem; } .legend b { color: var(--text); font-variant-numeric: tabular-nums; }
.dot { fill: currentColor; } .dot.never { fill: none; stroke: currentColor; stroke-width: 1.7; opacity: .8; }
.dot.never, .sentence.never { color: var(--never); } .dot.once { color: var(--once); } .dot.often { color: var(--often); }
.sentence.once { fill: var(--once); } .sentence.often { fill: var(--often); opacity: .45; } .sentence.away { fill: none; stroke: var(--text); stroke-width: 1.4; opacity: 1; }
.drops circle { fill: var(--often); }
.spot { fill: none; stroke: var(--text); stroke-width: 2.2; opacity: 0; } .spot.on { opacity: 1; } .spot.right { stroke: var(--good); } .spot.wrong { stroke: var(--bad); }
.dot.asked-wrong { fill: var(--bad); stroke: none; opacity: 1; }
.covered { visibility: hidden; }
.story button, .doors a { font: inherit; font-weight: 600; color: var(--text); background: var(--card); border: 1.5px solid var(--line); border-radius: 999px; padding: .42rem 1.05rem; cursor: pointer; text-decoration: none; white-space: nowrap; }
.story button:hover, .doors a:hover { border-color: var(--accent); }
.story button.main, .doors a.main { color: var(--page); background: var(--accent); border-color: var(--accent); }
.story button:disabled { opacity: .45; cursor: default; }
.buttons { display: flex; flex-wrap: wrap; gap: .5rem; margin: .35rem 0 .6rem; }
.slide { margin: .2rem 0 .5rem; max-width: 30rem; } .slide label { display: flex; justify-content: space-between; gap: 1rem; font-weight: 600; } .slide .value { font-variant-numeric: tabular-nums; color: var(--accent); }
.story input[type=range] { width: 100%; height: 1.9rem; margin: 0; accent-color: var(--accent); }
.said { min-height: 1.5em; font-size: 1.08em; } .said:empty { visibility: hidden; } .said[hidden] { display: none; } #train-said { font-size: .95em; } #train-said:empty { display: none; }
.talk { min-height: 7.2em; } .talk .question { color: var(--soft); } .talk .said:not(:empty) { display: inline-block; padding: .5rem .9rem; border-radius: 1rem 1rem 1rem .2rem; background: var(--tint); font-size: 1.15em; }
.marks { display: flex; flex-wrap: wrap; gap: .15rem .3rem; min-height: 1.4em; } .marks .right { color: var(--good); } .marks .wrong { color: var(--bad); }
#leave-bar { max-width: 30rem; margin: .2rem 0 .6rem; } #leave-bar svg { display: block; } .untried { fill: var(--line); opacity: .5; } .no-news { fill: var(--often); } .news { fill: var(--once); }
.verdict { font-weight: 600; } .verdict.right { color: var(--good); } .verdict.wrong { color: var(--bad); }
.outcome:not(:empty) { padding: .15rem 0 .15rem .8rem; border-left: 4px solid var(--accent); }
.choices { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; } .choices legend { padding: 0; font-weight: 600; } .choices label { display: flex; align-items: center; gap: .4rem; padding: .2rem 0; } .choices input { accent-color: var(--accent); width: 1.1rem; height: 1.1rem; margin: 0; }
.points { margin: 0 0 .8rem; padding-left: 1.1rem; } .points li { margin: .3rem 0; } .small { font-size: .88em; color: var(--soft); } .controls .doors { margin: .6rem 0 1rem; } .doors a { display: inline-block; }
#guess-scale { max-width: 30rem; margin: .2rem 0 .5rem; } #guess-scale svg { display: block; }
.bar.guess { fill: var(--silent); } .bar.once { fill: var(--once); } .bar.truth { fill: var(--often); } .story svg .within { fill: var(--page); font-weight: 600; } .story svg .beside { font-weight: 600; }
.equal { stroke: var(--soft); stroke-dasharray: 5 4; } .corpus { fill: var(--often); fill-opacity: .32; } .own { fill: var(--once); stroke: var(--page); stroke-width: 2; }
.foretold { stroke: var(--once); stroke-width: 2; stroke-dasharray: 6 5; } .story svg .foretold-words { fill: var(--once); }
.story svg .curve { fill: none; stroke-width: 2.4; } .curve.shown { stroke: var(--often); stroke-dasharray: 2 4; } .curve.unshown { stroke: var(--never); stroke-dasharray: 8 3; } .curve.total { stroke: var(--text); stroke-width: 3.4 !important; }
.end.shown { fill: var(--often); } .end.unshown { fill: var(--never); } .end.total { fill: var(--text); }
.story svg .label.shown { fill: var(--often); } .story svg .label.unshown { fill: var(--soft); }
.share.right, .score { fill: var(--often); } .share.wrong { fill: var(--bad); } .share.silent { fill: var(--line); } .score { fill: var(--good); } .story svg .on-right, .story svg .on-wrong { fill: var(--page); font-weight: 600; }
.story svg .student { font-size: 15px; } .story svg .leads { font-weight: 700; } .zero { stroke: var(--text); }
.story nav { display: flex; justify-content: space-between; align-items: center; gap: .6rem; padding: .5rem 0 clamp(.5rem, 2vh, 1rem); border-top: 1px solid var(--line); }
.story nav ol { display: flex; gap: clamp(0rem, .6vw, .4rem); margin: 0; padding: 0; list-style: none; }
.story nav li a { display: grid; place-items: center; width: 1.9rem; height: 1.9rem; border-radius: 50%; color: var(--soft); text-decoration: none; font-size: .9rem; font-variant-numeric: tabular-nums; } .story nav li a:hover { background: var(--tint); }
.story nav li a[aria-current] { background: var(--text); color: var(--page); font-weight: 700; }
#stage-train .picture { flex-direction: column; justify-content: flex-start; gap: 8px; } #stage-train .picture svg { height: auto; flex: none; max-height: none; }
.known { stroke: currentColor; stroke-width: 1.3; fill: currentColor; } .known.never { color: var(--never); } .known.once { color: var(--once); } .known.often { color: var(--often); }
.spoken { display: block; } .spoken b { display: inline-block; width: 1.1em; } .spoken.right b { color: var(--good); } .spoken.wrong b { color: var(--bad); } .said small { color: var(--soft); font-size: .85em; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (min-width: 100rem) { .story svg, .story svg .tick, .story svg .title { font-size: 15px; } }
@media (max-height: 34rem) { .story { font-size: .94rem; } .story > header { padding: .3rem 0 .1rem; } .story h1 { margin: 0; font-size: .9rem; } .step { padding: .6rem 2px .3rem; } .step h2 { font-size: 1.35rem; } .words p, .controls p { line-height: 1.35; margin-bottom: .35rem; } .talk { min-height: 6.2em; } .talk .said:not(:empty) { font-size: 1.02em; padding: .35rem .8rem; } .buttons { margin: .2rem 0 .35rem; } .slide { margin: 0 0 .2rem; } .slide input[type=range] { height: 1.4rem; } .points li { margin: .15rem 0; line-height: 1.35; } .story nav { padding: .3rem 0; } .story button, .doors a { padding: .28rem .9rem; } .legend { margin-top: .25rem; gap: 0 .9rem; font-size: .85em; } }
@media (max-width: 44rem) {
  .story { height: auto; min-height: 100vh; min-height: 100dvh; grid-template-rows: auto 1fr auto; padding: 0 .9rem; }
  .step { grid-template: "title" auto "words" auto "stage" auto "controls" auto / minmax(0, 1fr); height: auto; align-self: start; overflow: visible; align-content: start; padding: .6rem 0 1rem; }
  .step h2 { font-size: 1.35rem; } .words p, .controls p { line-height: 1.4; margin-bottom: .4rem; font-size: .97rem; }
  .stage { height: min(38vh, 21rem); height: min(38dvh, 21rem); margin: .2rem 0 .4rem; } #stage-end { height: 24dvh; } .story h1 { font-size: .8rem; } .story > header { gap: .5rem; } .story > header a { font-size: .8rem; } .story > header { padding: .45rem 0 .2rem; } .buttons { margin: .2rem 0 .4rem; } .talk { min-height: 6em; } .talk .said:not(:empty) { font-size: 1.02em; padding: .35rem .8rem; } .choices { gap: 0 .9rem; font-size: .95rem; } .choices label { gap: .25rem; } .points li { margin: .15rem 0; line-height: 1.35; } .legend { font-size: .85rem; gap: 0 .9rem; margin-top: .25rem; }
  .story nav { position: sticky; bottom: 0; background: var(--page); margin: 0 -.9rem; padding: .45rem .9rem; } .story nav li a { width: 1.55rem; height: 1.9rem; } .story nav button { padding: .42rem .95rem; } .story nav .wide { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
@media (max-height: 34rem) { .revealed .words p:last-child { display: none; } }
@media (max-width: 44rem) { .revealed .words { display: none; } }
@media (prefers-reduced-motion: no-preference) { .dots.moving .dot { transition: transform .7s ease-in-out; } .spot.on { animation: land .35s ease-out; } .spot.quick { animation: none; } .own { transition: cx .25s, cy .25s; } }
@keyframes land { from { transform: translateY(-60px); opacity: 0; } }
@media print { .story { height: auto; display: block; } .step[hidden] { display: grid; } .story nav { display: none; } }
`;
