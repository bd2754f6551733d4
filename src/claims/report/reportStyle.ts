/** Rules of the report of all claims, in addition to those of every report. Its colours are Okabe and Ito's, made darker or lighter to be readable as text. */
export const CLAIMS_STYLE = `
:root { --confirmed: #00629b; --refuted: #a63c00; --depends: #7a5200; --inconclusive: #555; }
@media (prefers-color-scheme: dark) { :root { --confirmed: #6cc0f0; --refuted: #ff9a66; --depends: #edb640; --inconclusive: #b9bec6; } }
.claims tbody th[scope=row] a { color: inherit; text-decoration-color: var(--accent); }
.verdict { display: inline-block; padding: .02rem .5rem .06rem; border: 1.5px solid currentColor; border-radius: 999px; font-size: .85rem; font-weight: 600; white-space: nowrap; }
.confirmed { color: var(--confirmed); } .refuted { color: var(--refuted); } .depends { color: var(--depends); } .inconclusive { color: var(--inconclusive); }
.verdict.refuted { border-width: 2.5px; } .verdict.inconclusive { border-style: dashed; } .verdict.depends { border-style: double; border-width: 3px; }
.legend { padding: 0; list-style: none; color: var(--soft); font-size: .92rem; }
.legend li { margin: .3rem 0; }
.claims { font-size: .86rem; }
.claims th, .claims td { text-align: left; vertical-align: top; white-space: normal; padding: .45rem .6rem; overflow-wrap: break-word; }
.claims thead th { white-space: nowrap; position: static; }
.claims tbody th[scope=row] { width: 27%; color: inherit; font-weight: 400; padding-top: .45rem; }
.claims tbody th[scope=rowgroup] { padding-top: 1rem; font-weight: 600; }
.claims .number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.claims small { display: block; color: var(--soft); font-size: .8rem; }
.claim { margin-top: 1.75rem; padding-top: .25rem; border-top: 1px solid var(--line); }
.claim h3 { margin: .9rem 0 .5rem; font-size: 1.1rem; line-height: 1.35; max-width: 46rem; }
.claim dl { grid-template-columns: 1fr; max-width: 52rem; font-size: .95rem; gap: .3rem; color: var(--text); }
.claim dt { flex: 0 0 6.5rem; color: var(--soft); font-weight: 400; }
.claim ul { max-width: 46rem; margin: .4rem 0; padding-left: 1.2rem; color: var(--soft); font-size: .92rem; }
.formula { font-family: "STIX Two Text", "Cambria Math", Cambria, Georgia, serif; font-size: 1.05rem; }
.where { margin-top: 1.25rem; font-size: .92rem; }
@media screen and (max-width: 52rem) {
  .claims thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .scripted .claims thead { position: static; width: auto; height: auto; clip-path: none; }
  .claims tr[hidden] { display: none; }
  .claims, .claims tbody, .claims tr:not([hidden]), .claims th, .claims td { display: block; }
  .claims tbody th[scope=row] { width: auto; font-weight: 600; padding-bottom: .1rem; }
  .claims tr { padding: .35rem 0; border-bottom: 1px solid var(--line); }
  .claims thead tr:not([hidden]) { display: flex; flex-wrap: wrap; }
  .claims th, .claims td { border: 0; padding: .12rem .75rem; }
  .claims td::before { content: attr(data-label) ": "; color: var(--soft); }
  .claims small { display: inline; }
}
@media (max-width: 40rem) { .claim dl div { display: block; } }
@media print {
  :root { --confirmed: #00507f; --refuted: #8a3200; --depends: #5f4000; --inconclusive: #333; }
  .claims { font-size: 8.5pt; } .claims small { font-size: 7.5pt; } .claim dl { break-inside: avoid; }
  a { color: inherit; text-decoration: none; } .back { display: none; }
}
`;
