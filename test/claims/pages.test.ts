import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { claimsPage } from '../../scripts/docs/claimsPage.js';
import { experimentNotes } from '../../scripts/docs/experimentNotes.js';
import { experimentsPage } from '../../scripts/docs/experimentsPage.js';
import { flipsPage } from '../../scripts/power/flipsPage.js';
import { kept, verdictsOf } from '../../scripts/power/verdicts.js';
import { listedClaims } from '../../src/claims/listedClaims.js';
import { CLAIM_POWER } from '../../src/experiments/claimPower.js';
import { experimentClaims } from '../../src/experiments/index.js';

describe('pages made from the claims', () => {
  test('docs/claims.md is what npm run docs:claims writes', () => {
    expect(readFileSync('docs/claims.md', 'utf8')).toBe(claimsPage(listedClaims, experimentClaims));
  });

  test('docs/claims.md has every row once', () => {
    const page = readFileSync('docs/claims.md', 'utf8');
    const rows = [...page.matchAll(/^\| <a id="[^"]+"><\/a>(\S+) \|/gm)].map(([, row]) => row);
    expect(rows).toEqual(listedClaims.map(({ row }) => row));
  });

  test('docs/experiments.md is what npm run docs:experiments writes', () => {
    expect(readFileSync('docs/experiments.md', 'utf8')).toBe(experimentsPage(experimentClaims, experimentNotes));
  });

  test('every experiment that ships has notes, and the table says its result in at most 15 words', () => {
    const shipped = readdirSync('experiments').map((file) => file.replace(/\.yaml$/, ''));
    expect(Object.keys(experimentNotes).sort()).toEqual(shipped.sort());
    expect(Object.values(experimentNotes).filter(({ shows }) => shows.split(/\s+/).length > 15)).toEqual([]);
  });
});

describe('verdicts on other seeds', () => {
  test('docs/flips.md is what npm run power writes', () => {
    expect(readFileSync('docs/flips.md', 'utf8')).toBe(flipsPage(experimentClaims, CLAIM_POWER));
  });

  test('a power was measured under the settings that ship', () => {
    const reproductions = kept();
    const unbound = experimentClaims.flatMap(({ experiment, claims }) => {
      const verdictsFor = verdictsOf(reproductions, experiment);
      return claims.filter(({ id }) => id in CLAIM_POWER && verdictsFor(id).length === 0);
    });
    expect(unbound.map(({ id }) => id)).toEqual([]);
  });
});
