/// <reference lib="dom" />
/** The report of a real run in a real browser: as a reader meets it, from a file, without a network. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { dataTableHtml } from '../../src/report/page/dataTable.js';
import { pageHtml } from '../../src/report/page/page.js';
import { experimentFile, hallucinationRate, temporaryFolder } from '../end-to-end/commandLine.js';
import { HAS_BROWSER, openBrowser } from './chromium.js';

const describeInBrowser = HAS_BROWSER ? describe : describe.skip;

describeInBrowser('the report in Chromium', () => {
  let browser: Browser;
  let url = '';
  let page: Page;
  /** What a page must not do: say something on the console, fail, or ask for anything but itself. */
  let troubles: string[] = [];

  beforeAll(async () => {
    const out = temporaryFolder();
    const { code } = await hallucinationRate('run', experimentFile(), '--workers', '1', '--out', out);
    expect(code).toBe(0);
    url = pathToFileURL(path.join(out, 'small', 'report.html')).href;
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    await page.context().close();
    expect(troubles).toEqual([]);
  });

  const open = async (options: Parameters<Browser['newContext']>[0] = {}, address = url): Promise<Page> => {
    page = await (await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options })).newPage();
    troubles = [];
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== address) troubles.push(request.url());
    });
    await page.goto(address);
    return page;
  };
  const column = async (at: number): Promise<readonly string[]> =>
    page
      .locator('#runs-0 tbody tr:visible')
      .evaluateAll((rows, place) => rows.map((row) => row.querySelectorAll('td')[place].textContent ?? ''), at);
  const headings = async (): Promise<readonly string[]> =>
    (await page.locator('#runs-0 thead th').allTextContents()).map((text) => text.trim());

  test('says question and answer first, then a figure; headings descend without gaps', async () => {
    await open();
    const levels = await page
      .locator('h1, h2, h3')
      .evaluateAll((found) => found.map(({ tagName }) => Number(tagName[1])));
    expect(levels.slice(0, 3)).toEqual([1, 2, 2]);
    for (let at = 1; at < levels.length; at++) expect(levels[at] - levels[at - 1]).toBeLessThanOrEqual(1);
    await expect(page.locator('.answer').textContent()).resolves.toMatch(
      /How much must .*\?\n+At a singleton rate of 0\.\d+/,
    );
    expect(await page.locator('svg:not([aria-label])').count()).toBe(0);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  test('sorts a column by its numbers, up, down and back, from the keyboard', async () => {
    await open();
    const at = (await headings()).indexOf('err');
    const head = page.locator('#runs-0 thead th').nth(at);
    const before = await column(at);
    expect(before).toHaveLength(4);
    expect(await head.getAttribute('aria-sort')).toBe('none');
    const ascending = [...before].sort((a, b) => Number(a) - Number(b));
    expect(ascending).not.toEqual(before);
    await head.getByRole('button').focus();
    await page.keyboard.press('Enter');
    expect([await head.getAttribute('aria-sort'), await column(at)]).toEqual(['ascending', ascending]);
    await page.keyboard.press('Space');
    expect([await head.getAttribute('aria-sort'), await column(at)]).toEqual(['descending', [...ascending].reverse()]);
    await page.keyboard.press('Enter');
    expect([await head.getAttribute('aria-sort'), await column(at)]).toEqual(['none', before]);
  });

  test('filters by words and by comparisons, and says how many are left', async () => {
    await open();
    const input = page.getByLabel('Filter runs').first();
    const count = page.locator('.filter output').first();
    await input.fill('NGRAM');
    expect(await column(0)).toEqual(['ngram']);
    expect(await count.textContent()).toBe('1 of 4 runs');
    const at = (await headings()).indexOf('err');
    await input.fill('err>=0.1');
    const shown = await column(at);
    expect(shown.every((text) => Number(text) >= 0.1)).toBe(true);
    await input.fill('err<0.1');
    expect(shown.length + (await column(at)).length).toBe(4);
    expect(await column(0)).toContain('abstainer');
    await input.fill('model=ngram sr');
    expect([await column(0), await count.textContent()]).toEqual([[], '0 of 4 runs']);
    await input.fill('');
    expect([(await column(0)).length, await count.textContent()]).toEqual([4, '4 runs']);
  });

  test('saves a figure as a picture of its size and as the numbers that it draws', async () => {
    await open();
    const saved = async (format: string) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page
          .getByRole('button', { name: `↓ ${format}` })
          .first()
          .click(),
      ]);
      return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
    };
    const [svg, png, csv] = [await saved('SVG'), await saved('PNG'), await saved('CSV')];
    troubles = troubles.filter((each) => !each.startsWith('blob:'));
    const id = await page.locator('section:has(figure) h2').first().getAttribute('id');
    expect([svg.name, png.name, csv.name]).toEqual(['svg', 'png', 'csv'].map((end) => `${id}.${end}`));
    const [width, height] = ['width', 'height'].map((side) =>
      Number(new RegExp(` ${side}="(\\d+)`).exec(svg.bytes.toString())![1]),
    );
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([2 * width, 2 * height]);
    const err = (await column((await headings()).indexOf('err'))).map(Number);
    const [header, ...rows] = csv.bytes
      .toString()
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    const drawn = rows
      .map((cells) => cells[header.indexOf('err')])
      .filter((cell) => cell !== '')
      .map((cell) => Number(Number(cell).toFixed(3)));
    for (const each of err) expect(drawn).toContain(each);
  });

  test('tells what a symbol means on hover and on focus, until Escape', async () => {
    await open();
    const symbol = page.locator('.symbol', { hasText: /^sr$/ }).first();
    await symbol.hover();
    await expect(page.locator('.tip').textContent()).resolves.toMatch(
      /^singleton rate: share of the N training examples/,
    );
    await page.keyboard.press('Escape');
    expect(await page.locator('.tip').isVisible()).toBe(false);
    await page.mouse.move(0, 0);
    await page.locator('.symbol').first().focus();
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(
      () => document.querySelector(`#${document.activeElement!.getAttribute('aria-describedby')}`)!.textContent,
    );
    expect(await page.locator('.tip').textContent()).toBe(focused);
    const ends = await page
      .locator('.symbol')
      .evaluateAll((links) => links.every((link) => document.querySelector(link.getAttribute('href')!) !== null));
    expect(ends).toBe(true);
  });

  test('tells what a column means when its heading has the focus', async () => {
    await open();
    await page.keyboard.press('Tab');
    await page.locator('#runs-0 thead button', { hasText: 'MM' }).focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    expect(await page.locator('.tip').textContent()).toContain('missing mass: probability of an answered prompt');
  });

  test('tells the values of marks on hover, and with the arrow keys', async () => {
    await open();
    const spot = page.locator('figure .spots circle').last();
    await spot.scrollIntoViewIfNeeded();
    await spot.hover({ force: true });
    expect(await page.locator('.tip').textContent()).toMatch(/: −?[\d.]+/);
    const card = page.locator('figure .card').first();
    await card.focus();
    await page.keyboard.press('ArrowRight');
    const status = page.locator('[role=status]').last();
    await page.waitForFunction(() => document.querySelector('.unseen[role=status]')!.textContent !== '');
    const first = await status.textContent();
    expect(first).toMatch(/error rate err = p̂\(E\): /);
    await page.keyboard.press('End');
    await page.waitForFunction((text) => document.querySelector('.unseen[role=status]')!.textContent !== text, first);
    expect(await page.locator('.spots .lit').count()).toBe(1);
  });

  test('is readable in the dark: light words on dark, figures turned', async () => {
    await open({ colorScheme: 'dark' });
    const light = (colour: string): number => Math.max(...colour.match(/\d+/g)!.slice(0, 3).map(Number));
    const [text, ground, figure] = await page.evaluate(() => [
      getComputedStyle(document.body).color,
      getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.querySelector('figure svg')!).filter,
    ]);
    expect(light(text)).toBeGreaterThan(200);
    expect(light(ground)).toBeLessThan(60);
    expect(figure).toContain('invert');
    await page.emulateMedia({ media: 'print' });
    expect(light(await page.evaluate(() => getComputedStyle(document.body).color))).toBe(0);
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('figure svg')!).filter)).toBe('none');
    expect(await page.locator('.filter').first().isVisible()).toBe(false);
  });

  test.each([320, 390])('fits a phone of %i pixels: only boxes scroll sideways', async (width) => {
    await open({ viewport: { width, height: 800 }, hasTouch: true, isMobile: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.locator('.symbol').first().tap();
    expect(await page.locator('.tip').isVisible()).toBe(true);
    const box = (await page.locator('.tip').boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
  });

  test('lays out the first of thousands of rows, sorts and filters all of them', async () => {
    const file = path.join(temporaryFolder(), 'many.html');
    const rows = Array.from({ length: 5000 }, (_, i) => [
      `model ${i % 7}`,
      i % 10 === 0 ? '–' : String((i * 7919) % 5000),
    ]);
    writeFileSync(
      file,
      pageHtml(
        'Many',
        dataTableHtml({
          id: 'runs-0',
          label: 'Many',
          noun: 'runs',
          columns: [{ heading: 'model' }, { heading: 'err' }],
          rows,
        }),
      ),
    );
    await open({}, pathToFileURL(file).href);
    const count = page.locator('.filter output');
    expect([(await column(1)).length, await count.textContent()]).toEqual([300, '5000 runs, the first 300 shown']);
    await page.getByRole('button', { name: 'err' }).click();
    expect((await column(1)).slice(0, 3)).toEqual(['1', '2', '3']);
    await page.getByRole('button', { name: 'Show all' }).click();
    const ascending = await column(1);
    expect([ascending.length, ascending[4499], ascending[4500], await count.textContent()]).toEqual([
      5000,
      '4999',
      '–',
      '5000 runs',
    ]);
    await page.getByLabel('Filter runs').fill('err<10');
    expect(await column(1)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(await count.textContent()).toBe('9 of 5000 runs');
  });

  test('can be read without its script', async () => {
    await open({ javaScriptEnabled: false });
    expect(await page.locator('#runs-0 tbody tr').count()).toBe(4);
    expect(await page.locator('input, button').count()).toBe(0);
    await page.locator('.symbol').first().click();
    expect(page.url()).toContain('#symbol-');
  });
});
