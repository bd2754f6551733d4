/// <reference lib="dom" />
/** Rules of accessibility (axe) on every page that the program writes: light and dark, on a wide screen and on a phone. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { STEPS } from '../../src/explore/story/storyState.js';
import { experimentFile, hallucinationRate, temporaryFolder } from '../end-to-end/commandLine.js';
import { HAS_BROWSER, openBrowser } from './chromium.js';

const describeInBrowser = HAS_BROWSER ? describe : describe.skip;
// The page's own rules let in no further script element, so the text is evaluated.
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describeInBrowser('no page breaks a rule of axe', () => {
  const folder = temporaryFolder();
  let browser: Browser;

  beforeAll(async () => {
    const made = [
      ['explore', '--out', path.join(folder, 'explore.html')],
      ['run', experimentFile(), '--workers', '1', '--out', folder],
      ['score', '--example', '--plot', path.join(folder, 'score.html')],
    ];
    for (const args of made) expect(await hallucinationRate(...args)).toMatchObject({ code: 0 });
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => browser?.close());

  test.each([
    ['light', 1440],
    ['light', 390],
    ['dark', 1440],
    ['dark', 390],
  ] as const)(
    '%s, %i pixels wide',
    async (colorScheme, width) => {
      const context = await browser.newContext({
        viewport: { width, height: 844 },
        colorScheme,
        reducedMotion: 'reduce',
      });
      const places = [
        ...[...STEPS.map((step) => `step=${step}`), 'expert'].map((hash) => ['explore.html', `#${hash}`]),
        ['small/report.html', ''],
        ['score.html', ''],
      ];
      const broken: Record<string, readonly string[]> = {};
      let passed = 0;
      for (const [file, hash] of places) {
        const page = await context.newPage();
        await page.goto(`${pathToFileURL(path.join(folder, file)).href}${hash}`);
        if (file === 'explore.html')
          await page.waitForSelector(hash === '#expert' ? '#expert:not([hidden])' : '.step:not([hidden])');
        await page.evaluate(AXE);
        const { violations, passes } = await page.evaluate(() =>
          (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
        );
        passed += passes.length;
        const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
        if (found.length > 0) broken[`${file}${hash}`] = found;
        // A phone scrolls down, and not to the side.
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (beyond > 0) broken[`${file}${hash}`] = [...found, `${beyond} pixels wider than the screen`];
        await page.close();
      }
      await context.close();
      expect(broken).toEqual({});
      expect(passed).toBeGreaterThan(10 * places.length); // the rules were looked at
    },
    180_000,
  );
});
