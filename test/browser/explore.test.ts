/// <reference lib="dom" />
/** Expert mode of the explorable page in a real Chromium: as one file, and as it is served. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import { explore } from '../../src/explore/explore.js';
import { leaderboard } from '../../src/explore/leaderboard.js';
import { type ExploreState, hashOf, INITIAL, SETTINGS, type SettingName, stateOf } from '../../src/explore/state.js';
import { TEST_TAKERS } from '../../src/explore/takers.js';
import {
  askedTable,
  experimentText,
  figuresList,
  flipsTable,
  leaderboardTable,
  summary,
  takersTable,
} from '../../src/explore/views.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';
import { hallucinationRate, temporaryFolder } from '../end-to-end/commandLine.js';
import { HAS_BROWSER, openBrowser } from './chromium.js';

const MAIN = path.resolve('dist/cli/main.js');
const lexicon = checkLexicon(loadLexicon());
const describeInBrowser = HAS_BROWSER ? describe : describe.skip;

/** Words of a piece of HTML, in order, without its tags. */
function wordsOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
async function shownWords(page: Page, id: string): Promise<string> {
  return wordsOf(await page.locator(`#${id}`).innerHTML());
}

/** Contrast of two opaque colours `rgb(r, g, b)` as WCAG 2 has it: 4.5 for text, 3 for marks. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const [r, g, b] = colour
      .match(/\d+/g)!
      .map((each) => Number(each) / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Moves a slider with the keyboard's arrows, as a reader without a mouse does. */
async function moveTo(page: Page, name: SettingName, value: number): Promise<void> {
  const { stops } = SETTINGS[name];
  await page.locator(`#${name}`).focus();
  const now = Number(await page.locator(`#${name}`).inputValue());
  const steps = stops.indexOf(value) - now;
  for (let i = 0; i < Math.abs(steps); i++) await page.keyboard.press(steps > 0 ? 'ArrowRight' : 'ArrowLeft');
}

/** The experiment file is written with the numbers that it stands for. */
async function settled(page: Page, state: ExploreState): Promise<void> {
  await page.locator('#results:not(.stale) #experiment', { hasText: experimentText(state).trim() }).waitFor();
}

/** Everything on the page is what Node computes for the state in its address. */
async function expectNumbersOfNode(page: Page, state: ExploreState): Promise<void> {
  await settled(page, state);
  await page.waitForURL(({ hash }) => hashOf(stateOf(hash)) === hashOf(state));
  const explored = await explore(state, lexicon);
  const board = leaderboard(explored.takers, state.penalty);
  expect(await shownWords(page, 'summary')).toBe(wordsOf(summary(explored)));
  expect(await shownWords(page, 'figures')).toBe(wordsOf(figuresList(explored)));
  expect(await shownWords(page, 'takers-table')).toBe(wordsOf(takersTable(explored)));
  expect(await shownWords(page, 'asked')).toBe(wordsOf(askedTable(explored)));
  expect(await shownWords(page, 'board')).toBe(wordsOf(leaderboardTable(board)));
  expect(await shownWords(page, 'flips')).toBe(wordsOf(flipsTable(board, state.penalty)));
}

describeInBrowser('expert mode in Chromium', () => {
  let browser: Browser;
  let file: string;
  /** Console errors, exceptions, and requests for anything but the page itself. */
  let complaints: string[] = [];

  const open = async (hash = '#expert', options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
    const page = await context.newPage();
    complaints = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== pathToFileURL(file).href && !request.url().startsWith('data:'))
        complaints.push(`request: ${request.url()}`);
    });
    await page.goto(`${pathToFileURL(file).href}${hash}`);
    await page.waitForSelector('html[data-milliseconds]');
    return page;
  };

  beforeAll(async () => {
    file = path.join(temporaryFolder(), 'explore.html');
    expect(await hallucinationRate('explore', '--out', file)).toEqual({
      code: 0,
      stdout: `wrote ${file}\n`,
      stderr: '',
    });
    browser = await openBrowser();
  });
  afterAll(async () => browser?.close());

  test('numbers move with the sliders, and are those of Node', async () => {
    const page = await open();
    await expectNumbersOfNode(page, INITIAL);
    const before = await shownWords(page, 'takers-table');
    await moveTo(page, 'examples', 1000);
    await moveTo(page, 'responses', 12);
    await moveTo(page, 'alpha', 1);
    const state = { ...INITIAL, examples: 1000, responses: 12, alpha: 1 };
    await expectNumbersOfNode(page, state);
    expect(await shownWords(page, 'takers-table')).not.toBe(before);
    await page.selectOption('#law', 'zipf');
    await page.locator('#parameter').focus();
    await page.keyboard.press('ArrowRight');
    await page.fill('#seed', '42');
    await expectNumbersOfNode(page, { ...state, law: 'zipf', parameter: 1.1, seed: 42 });
    // More than follows every move: it waits until the slider rests.
    await moveTo(page, 'prompts', 20_000);
    await expectNumbersOfNode(page, { ...state, law: 'zipf', parameter: 1.1, seed: 42, prompts: 20_000 });
    expect(complaints).toEqual([]);
  }, 180_000);

  test('the leaderboard flips at the penalty that is shown', async () => {
    const page = await open(`#${hashOf({ ...INITIAL, responses: 12, examples: 1000 })}`);
    const order = () =>
      page
        .locator('#board tbody tr')
        .evaluateAll((rows) =>
          rows
            .map((row) => (row as unknown as { dataset: { taker: string } }).dataset.taker)
            .filter((id) => id === 'guesser' || id === 'careful'),
        );
    expect(await order()).toEqual(['guesser', 'careful']);
    const row = page
      .locator('#flips tbody tr', { hasText: 'guesser' })
      .filter({ hasText: 'careful learner' })
      .filter({ hasNotText: 'certain' });
    expect(await row.locator('td').nth(1).textContent()).toBe((1 / 11).toPrecision(3));
    await row.locator('button').click();
    expect(await order()).toEqual(['careful', 'guesser']);
    await moveTo(page, 'penalty', 0);
    expect(await order()).toEqual(['guesser', 'careful']);
    expect(await page.locator('#leader').textContent()).toMatch(/^First at λ = 0: .*guesser/);
    expect(complaints).toEqual([]);
  });

  test('an address brings its state along; one that is out of reach is explained', async () => {
    const state: ExploreState = {
      ...INITIAL,
      law: 'head-tail',
      parameter: 0.6,
      prompts: 500,
      examples: 700,
      penalty: 0.1,
      seed: 9,
    };
    const page = await open(`#${hashOf(state)}`);
    await expectNumbersOfNode(page, state);
    await page.goto(
      `${pathToFileURL(file).href}#${hashOf({ ...state, law: 'singleton-rate', parameter: 0.5, examples: 5000 })}`,
    );
    await page.waitForSelector('#problem:not(:empty)');
    expect(await page.locator('#problem').textContent()).toMatch(
      /^no prompt frequencies give this singleton rate: at most 0\.\d+/,
    );
    await page.click('#reset');
    await expectNumbersOfNode(page, INITIAL);
    expect(await page.locator('#problem').textContent()).toBe('');
    expect(complaints).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('words, numbers and marks stand out on a %s page', async (colorScheme) => {
    const page = await open('#expert', { colorScheme });
    const colours = (selector: string, property: 'fill' | 'color') =>
      page
        .locator(selector)
        .first()
        .evaluate((element, name) => {
          const card = element.closest('.card, #figures div')!;
          return {
            text: getComputedStyle(element)[name],
            ground: getComputedStyle(card).backgroundColor,
            filter: getComputedStyle(element.closest('svg') ?? element).filter,
          };
        }, property);
    for (const [selector, property, least] of [
      ['#takers-chart .name', 'fill', 4.5],
      ['#takers-chart .tick', 'fill', 4.5],
      ['#curve-chart .title', 'fill', 4.5],
      ['#board td', 'color', 4.5],
      ['#figures dd', 'color', 4.5],
      ['#asked .right', 'color', 4.5],
      ...TEST_TAKERS.map(({ id }) => [`#takers-chart .mark.${id}`, 'color', 3] as const),
    ] as const) {
      const { text, ground, filter } = await colours(selector, property);
      expect([selector, filter]).toEqual([selector, 'none']);
      expect([selector, contrast(text, ground) >= least]).toEqual([selector, true]);
    }
    expect(complaints).toEqual([]);
  });

  test('on a phone nothing is wider than the screen, and every control has a name', async () => {
    const page = await open('#expert', { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    expect(await page.getByRole('spinbutton', { name: 'seed of the draw' }).count()).toBe(1);
    expect(await page.getByRole('combobox', { name: /^μ/ }).count()).toBe(1);
    for (const name of [
      'N, training examples',
      '|C|, prompts',
      '|R|, possible responses',
      'α, share of answered rows',
      'λ, points that an error costs',
    ]) {
      expect(await page.getByRole('slider', { name, exact: true }).count()).toBe(1);
    }
    expect(await page.getByRole('slider', { name: /^N,/ }).getAttribute('aria-valuetext')).toBe('2\u202f000');
    expect(await page.getByRole('img', { name: /^Error rates\. Singleton rate 0\.\d+/ }).count()).toBe(1);
    expect(complaints).toEqual([]);
  });
});

/** `explore` until it has told its address. */
async function serve(...args: readonly string[]) {
  const server = spawn(process.execPath, [MAIN, 'explore', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const { address } = JSON.parse(String(line)) as { address: string };
  return { server, address };
}

test('served on loopback alone, until Ctrl-C', async () => {
  const { server, address } = await serve();
  try {
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const page = await fetch(address);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const text = await page.text();
    expect(text).toContain('<h1>Why do language models make things up?</h1>');
    expect(text).toContain('<h1>Why must a language model err?</h1>');
    expect((await fetch(`${address}package.json`)).status).toBe(404);
    expect((await fetch(address, { method: 'POST' })).status).toBe(405);
    const { port } = new URL(address);
    const others = Object.values(networkInterfaces())
      .flat()
      .flatMap((each) => (each !== undefined && each.family === 'IPv4' && !each.internal ? [each.address] : []));
    // All of 127/8 is this machine on Linux, and reached by whoever listens everywhere.
    for (const other of process.platform === 'linux' ? ['127.0.0.2', ...others] : others)
      await expect(fetch(`http://${other}:${port}/`)).rejects.toThrow('fetch failed');
    expect(await hallucinationRate('explore', '--port', port)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('another program uses this port'),
    });
  } finally {
    server.kill('SIGINT');
  }
  expect(await once(server, 'exit')).toEqual([0, null]);
});

describeInBrowser('the served page in Chromium', () => {
  test('is the same, and asks for nothing more', async () => {
    const { server, address } = await serve();
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      await page.goto(`${address}#expert`);
      await expectNumbersOfNode(page, INITIAL);
      expect(requests.map((each) => each.split('#')[0]).filter((each) => !each.startsWith('data:'))).toEqual([address]);
    } finally {
      await browser.close();
      server.kill('SIGINT');
    }
  });
});
