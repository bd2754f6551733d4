import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkClaims } from '../../src/claims/checkClaims.js';
import { outOfScopeClaims } from '../../src/claims/listedClaims.js';
import { type ClaimsReport, claimsReportHtml } from '../../src/claims/report/claimsReport.js';
import { PAGE_SCRIPT } from '../../src/report/page/pageScript.js';
import { first, outcomes } from './fakeOutcomes.js';

const report: ClaimsReport = {
  outcomes,
  unanswered: outOfScopeClaims,
  command: 'npx hallucination-rate reproduce',
  commandOf: (experiment) => `npx hallucination-rate run ${experiment}.yaml`,
  quick: false,
  seeds: null,
  version: '9.9.9',
};
let html = '';
beforeAll(async () => {
  html = await claimsReportHtml(report);
});

function ids(): readonly string[] {
  return [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
}

describe('report of all claims', () => {
  test('needs no network, and no script but its own', () => {
    expect(html.replace(`<script>${PAGE_SCRIPT}</script>`, '')).not.toMatch(
      /<script|<link|<img|@import|(?:href|src)="(?:https?:)?\/\//,
    );
  });
  test('equal input, equal text', async () => expect(await claimsReportHtml(report)).toBe(html));
  test('every claim is in the table, with a link to its section', () => {
    for (const { checked } of outcomes)
      for (const {
        claim: { id },
      } of checked) {
        expect(html).toContain(`href="#${id}"`);
        expect(html).toContain(`<h3 id="${id}">`);
      }
    expect(html).toContain('Trained models, 4 claims: 1 confirmed, 1 depends, 1 inconclusive, 1 refuted.');
    expect(html).toContain('Program checks, 1 claim: 1 confirmed.');
  });
  test('power and other seeds are named where they are known, and an identity has neither power nor interval', () => {
    expect(html.match(/<td role="cell" data-label="power" data-sort="0.934">0.93</g)).toHaveLength(1);
    expect(html).toContain('0.93: the share of random sets of 4 seeds, out of 40,');
    expect(html).toContain('<p>On 2 seeds, 7 to 8; the shipped ones are 1 to 2.</p>');
    const identity = html.slice(html.indexOf('<h3 id="an-identity">'));
    expect(identity.slice(0, identity.indexOf('</article>'))).not.toContain('95 % interval');
  });
  test('the quick form names the claims that it leaves open', async () => {
    expect(await claimsReportHtml({ ...report, quick: true })).toContain('It cannot decide nothing-known.');
  });
  test('every link inside the page leads somewhere, and no id stands twice', () => {
    expect(new Set(ids()).size).toBe(ids().length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids()).toContain(target);
  });
  test('symbols are set with subscripts, and texts are escaped', () => {
    expect(html).toContain('2·err<sub>iiv</sub> − max<sub>c</sub>|V<sub>c</sub>| − δ');
    expect(html).toContain('Statement of slope-is-one &#60;&#38;&#62;');
  });
  test('verdicts have a word beside sign and colour; figures have a text', () => {
    for (const word of ['confirmed', 'refuted', 'depends', 'inconclusive'])
      expect(html).toMatch(new RegExp(`class="verdict ${word}"><span aria-hidden="true">.</span> ${word}<`));
    expect([...html.matchAll(/<svg role="img" aria-label="Curve/g)]).toHaveLength(2);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });
  test('links to the experiments and names their commands', () => {
    expect(html).toContain('href="first/report.html"');
    expect(html).toContain('npx hallucination-rate run second.yaml');
  });
  test('names the rows that have no experiment', () => {
    expect(report.unanswered.length).toBeGreaterThan(0);
    for (const { row, outOfScope } of report.unanswered) {
      expect(html).toContain(`>${row}: `);
      expect(html).toContain(`out of scope: ${outOfScope}`);
    }
  });
  test('an experiment without runs has a section that says so', async () => {
    const empty = await claimsReportHtml({
      ...report,
      outcomes: [checkClaims({ claims: first, tables: null, runs: 3, failed: 3 })],
    });
    expect(empty).toContain('Not drawn: none of 3 runs is complete.');
    expect(empty).not.toContain('first/report.html');
  });
});
