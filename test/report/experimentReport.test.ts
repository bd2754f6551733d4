import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { reportHtml } from '../../src/report/page/experimentReport.js';
import { glossed } from '../../src/report/page/formulas.js';
import { SYMBOLS } from '../../src/report/page/glossary.js';
import { PAGE_SCRIPT } from '../../src/report/page/pageScript.js';
import { summarySentences } from '../../src/report/page/summary.js';
import { decodeTable } from '../../src/store/tables.js';
import { curvesTable, runsTable } from '../../src/sweep/tables/resultTables.js';
import type { RunResult } from '../../src/sweep/tables/runResult.js';
import { meanInterval } from '../../src/theory/meanInterval.js';
import { fakeRun, fakeSweep } from './fakeRuns.js';

const provenance = {
  source: 'name: x # <b> & "quotes"',
  command: 'npx hallucination-rate run <file>',
  version: '0.1.0',
};
function tables(results: readonly RunResult[], name = 'singleton-rate') {
  return { runs: decodeTable(runsTable(name, results)), curves: decodeTable(curvesTable(name, results)) };
}

/** Without the page's own script, which must stand in it once. */
function withoutScript(html: string): string {
  const parts = html.split(`<script>${PAGE_SCRIPT}</script>`);
  expect(parts).toHaveLength(2);
  return parts.join('');
}

describe('the report', () => {
  test('is one file that loads nothing and runs its own script alone', async () => {
    const whole = await reportHtml(tables(fakeSweep(2)), provenance);
    const html = withoutScript(whole);
    expect(html).toMatch(/^<!DOCTYPE html>/);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|\bsrc=|url\(['"]?http|\bon\w+="/i);
    expect([...html.matchAll(/href="([^"]*)"/g)].filter(([, target]) => !target!.startsWith('#'))).toEqual([]);
    expect(html.match(/<svg role="img" aria-label="/g)).toHaveLength(5);
    expect(html.match(/<figcaption>/g)).toHaveLength(5);
    const hash = createHash('sha256').update(PAGE_SCRIPT).digest('base64');
    expect(whole).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src blob:; base-uri 'none'; form-action 'none'"`,
    );
  });

  test('has ids that are there once, and references that lead to them', async () => {
    const html = await reportHtml(tables(fakeSweep(2)), provenance);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of html.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
    const contents = /<nav class="contents"[^]*?<\/nav>/.exec(html)![0];
    const targets = [...contents.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets).toEqual(
      [...html.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id).filter((id) => id !== 'symbols'),
    );
    for (const id of targets) expect(ids).toContain(id);
  });

  test('shows 1000 runs of a larger sweep, and says so', async () => {
    const all = fakeSweep(60);
    expect(all.length).toBeGreaterThan(1000);
    const html = await reportHtml(tables(all), provenance);
    expect(html).toContain(`${all.length} runs: `);
    expect(html).toContain('The figures and the table of runs show 1000 of them, evenly spaced; runs.arrow holds all.');
    expect(html).toContain('over 60 seeds');
    const [table] = /<table id="runs-0"[^]*?<\/table>/.exec(html)!;
    expect(table.match(/<tr>/g)).toHaveLength(1001);
    expect(html.length).toBeLessThan(5e6);
  });

  test('escapes what others wrote: names, config, command', async () => {
    const run = fakeRun(0.3, 0, 'transformer');
    const evil = '<script>alert("1")</script>';
    const html = await reportHtml(
      tables(
        [
          {
            ...run,
            model: { ...run.model, kind: evil },
            families: { [evil]: run.families.birthdays!, brackets: run.families.brackets! },
          },
        ],
        evil,
      ),
      provenance,
    );
    expect(withoutScript(html)).not.toContain('<script');
    expect(html).toContain('&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;');
    expect(html).toContain('name: x # &#60;b&#62; &#38; &#34;quotes&#34;');
    expect(html).toContain('run &#60;file&#62;');
  });

  test('escapes what was swept, in tables and figures: paths and values', async () => {
    const evil = '<img src=x onerror="alert(1)">';
    const results = [0, 1].flatMap((seed) =>
      [evil, `${evil}2`].map((value) => ({
        ...fakeRun(0.3, seed, 'transformer', {
          parameters: { [`corpus.${evil}`]: value, 'model.kind': 'transformer' },
        }),
        id: `${value.length}${seed}`,
      })),
    );
    const html = await reportHtml(tables(results, evil), provenance);
    expect(html).not.toContain('<img');
    expect(html).toContain('&#60;img src=x onerror=');
  });

  test('is the same for the same tables', async () => {
    expect(await reportHtml(tables(fakeSweep(1)), provenance)).toBe(await reportHtml(tables(fakeSweep(1)), provenance));
  });

  test('lists every run, and stands without any', async () => {
    const results = fakeSweep(2);
    const html = await reportHtml(tables(results), provenance);
    for (const { id } of results) expect(html).toContain(`<code>${id}</code>`);
    expect(await reportHtml(tables([]), provenance)).toContain('There are no runs');
  });
});

describe('symbols', () => {
  test('lead to their meanings the first time, longest first, and not inside other words', () => {
    const seen = new Set<string>();
    const html = glossed(
      'err_iiv and err <= sr, err again; E_c, R² and error; N-gram, NB, 2·MM·(1 − 1/R), p̂(r|c) & p̂',
      seen,
    );
    expect([...html.matchAll(/href="#symbol-([^"]+)"/g)].map(([, id]) => id)).toEqual([
      'err-iiv',
      'err',
      'sr',
      'E-c',
      'MM',
      'R',
      'p-hat-r',
      'p-hat',
    ]);
    expect(html).toContain('and <a class="symbol" href="#symbol-err" aria-describedby="symbol-err">err</a> &#60;= ');
    expect(html).toContain('R² and error; N-gram, NB');
    expect(glossed('err', seen)).toBe('err');
  });

  test('that a page uses are in its glossary, others not', async () => {
    const html = await reportHtml(tables(fakeSweep(2)), provenance);
    const used = new Set([...html.matchAll(/href="#(symbol-[^"]+)"/g)].map(([, id]) => id));
    expect(used.size).toBeGreaterThan(5);
    expect(new Set([...html.matchAll(/ id="(symbol-[^"]+)"/g)].map(([, id]) => id))).toEqual(used);
    expect(await reportHtml(tables([]), provenance)).not.toContain('id="symbols"');
  });

  test('have meanings, each its own id', () => {
    expect(new Set(SYMBOLS.map(({ id }) => id)).size).toBe(SYMBOLS.length);
    for (const { symbol, meaning } of SYMBOLS)
      expect(glossed(symbol)).toMatch(meaning.length > 5 ? /^<a class="symbol"/ : /never/);
  });
});

describe('runs without a result', () => {
  test('are named with what went wrong, escaped; the environment is described', async () => {
    const html = await reportHtml(tables(fakeSweep(1)), {
      ...provenance,
      environment: [['Node', 'v99']],
      missing: [{ run: 'abc', setting: 'seed=4', reason: 'no <memory>' }],
    });
    expect(html).toContain('One run has no result');
    expect(html).toContain('<code>abc</code> seed=4: no &#60;memory&#62;');
    expect(html).toContain('<dt>Node</dt><dd>v99</dd>');
    expect(await reportHtml(tables(fakeSweep(1)), provenance)).not.toContain('Runs that are missing');
  });
});

describe('the answer', () => {
  test('names the trained model at the largest singleton rate, its interval, the missing mass and the pattern', () => {
    const results = fakeSweep(3);
    const at = results
      .filter(({ model, parameters }) => model.kind === 'transformer' && Object.values(parameters)[0] === 0.5)
      .map(({ families }) => families.birthdays!);
    const { mean, interval } = meanInterval(at.map(({ errorRate }) => errorRate));
    const mass = meanInterval(at.map(({ missingMass }) => missingMass)).mean;
    const [facts, slope, pattern, theorem] = summarySentences(tables(results));
    expect(facts).toContain(
      `transformer gives a wrong answer about birthdays with probability ${mean.toFixed(3)} (95 % interval ${interval!.lower.toFixed(3)} to ${interval!.upper.toFixed(3)} over 3 seeds)`,
    );
    expect(facts).toContain(`is ${mass.toFixed(3)}.`);
    expect(slope).toMatch(/slope of [01]\.\d{3} \(95 % interval .* over 3 seeds\) on MM·\(1 − 1\/R\)/);
    expect(pattern).toContain('brackets');
    expect(pattern).toContain('0.001');
    expect(theorem).toBe('Theorem 1 holds in all 108 measurements (a run on a family).');
  });

  test('calls a violation of Theorem 1 what it is', () => {
    const run = fakeRun(0.3, 0, 'ngram');
    const broken = {
      ...run,
      families: { birthdays: { ...run.families.birthdays!, theorem1: { lower: 0.9, lowerSigned: 0.9, holds: false } } },
    };
    expect(summarySentences(tables([broken])).at(-1)).toContain(
      'fails in 1 of 1 measurements: it holds for every model, so this is a bug',
    );
  });

  test('says when there are no runs', () => {
    expect(summarySentences(tables([]))).toEqual(['There are no runs yet.']);
  });
});
