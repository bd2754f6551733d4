/// <reference lib="dom" />
/** The story of the explorable page in a real Chromium: its steps by mouse and keyboard, and the training in the page. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import { hashOf } from '../../src/explore/state.js';
import { expertSettings, storyCorpus } from '../../src/explore/story/storyCorpus.js';
import { type StoryFacts, storyFacts } from '../../src/explore/story/storyFacts.js';
import { STEPS, STORY_START, type StoryState, storyHash } from '../../src/explore/story/storyState.js';
import { percent } from '../../src/explore/story/storyWords.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';
import { hallucinationRate, temporaryFolder } from '../end-to-end/commandLine.js';
import { HAS_BROWSER, openBrowser } from './chromium.js';

const lexicon = checkLexicon(loadLexicon());
const describeInBrowser = HAS_BROWSER ? describe : describe.skip;
const factsOf = (state: Pick<StoryState, 'sentences' | 'seed'>): StoryFacts => storyFacts(storyCorpus(state, lexicon));

/** Screens on which a control and what it changes are seen together: a projector at 150 %, a laptop, a phone. */
const SCREENS = [
  { width: 853, height: 480 },
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

describeInBrowser('the story in Chromium', () => {
  let browser: Browser;
  let file: string;
  /** Console messages, exceptions, and requests for anything but the page itself. */
  let complaints: string[] = [];

  const open = async (hash = '', options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width: 1200, height: 800 },
      reducedMotion: 'reduce',
      ...options,
    });
    const page = await context.newPage();
    complaints = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      const url = request.url();
      if (url.split('#')[0] !== pathToFileURL(file).href && !/^(data|blob):/.test(url))
        complaints.push(`request: ${url}`);
    });
    await page.goto(`${pathToFileURL(file).href}${hash}`);
    await page.waitForSelector('.step:not([hidden])');
    return page;
  };
  const stepShown = (page: Page): Promise<string | null> =>
    page.locator('#story nav a[aria-current]').getAttribute('data-step');
  const dots = (page: Page, named: string): Promise<number> =>
    page.locator(`.dots .dot.${named}:not(.covered)`).count();

  beforeAll(async () => {
    file = path.join(temporaryFolder(), 'explore.html');
    expect(await hallucinationRate('explore', '--out', file)).toMatchObject({ code: 0 });
    browser = await openBrowser();
  });
  afterAll(async () => browser?.close());

  test('by mouse: rain, questions, a guess, leaving out, a chart, costs, and the door to expert mode', async () => {
    const page = await open();
    const facts = factsOf(STORY_START);
    expect(await dots(page, 'never')).toBe(400);
    await page.click('#rain');
    expect([await dots(page, 'never'), await dots(page, 'once'), await dots(page, 'often')]).toEqual([
      facts.never,
      facts.once,
      facts.often,
    ]);

    await page.click('#next');
    for (let i = 0; i < 8; i++) {
      await page.click('#ask');
      expect(await page.locator('#ask-said').textContent()).toMatch(/^“\p{Lu}.* was born on \w+ \d+\.”$/u);
      expect(await page.locator('#ask-verdict').textContent()).toMatch(
        /^(✓ Right\. It has read this|✓ Right, by pure luck|✗ Made up\. .*The truth: )/,
      );
    }
    expect(await page.locator('#ask-outcome').textContent()).toMatch(/^8 questions: \d right, \d made up/);

    await page.click('#next');
    // The truth is covered until the reader has guessed.
    expect(await dots(page, 'never')).toBe(0);
    expect(await page.locator('#step-guess').textContent()).not.toContain(String(facts.never));
    await page.locator('#guess').fill('40');
    await page.click('#reveal');
    expect(await dots(page, 'never')).toBe(facts.never);
    const revealed = (await page.locator('#guess-outcome').textContent())!;
    for (const share of [facts.onceShare, facts.missing]) expect(revealed).toContain(percent(share));

    await page.click('#next');
    await page.click('#leave-one');
    const [person] = facts.rows;
    expect(await page.locator('#leave-said').textContent()).toBe(
      facts.times[person] === 1
        ? `No other sentence names ${facts.names[person]}: news!`
        : `Another sentence names ${facts.names[person]}: no news.`,
    );
    await page.click('#leave-all');
    expect(await page.locator('#leave-outcome').textContent()).toContain(
      `${facts.once} of 400 were news: ${percent(facts.onceShare)}.`,
    );
    expect(await dots(page, 'once')).toBe(facts.once);

    await page.click('#next');
    const own = page.locator('#stage-many .own');
    const before = Number(await own.getAttribute('cx'));
    await page.locator('#many-sentences').focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    const more = factsOf({ ...STORY_START, sentences: 600 });
    expect(await page.locator('#many-outcome').textContent()).toContain(`600 sentences: ${percent(more.onceShare)}`);
    expect(Number(await own.getAttribute('cx'))).toBeLessThan(before);

    await page.click('#next');
    await page.click('#next');
    expect(await page.locator('#grade-outcome').textContent()).toMatch(/^Errors are free: the guesser leads/);
    await page.locator('#cost').focus();
    await page.keyboard.press('End');
    expect(await page.locator('#grade-outcome').textContent()).toMatch(/^The honest one leads/);
    expect(await page.locator('#cost').getAttribute('aria-valuetext')).toBe('3 points');

    await page.click('#next');
    expect(await page.locator('#next').isDisabled()).toBe(true);
    await page.click('#to-expert');
    const expert = expertSettings({ ...STORY_START, step: 'end', sentences: 600, cost: 3 });
    await page.waitForURL(({ hash }) => hash === `#${hashOf(expert)}`);
    await page.waitForSelector('html[data-milliseconds]');
    expect(await page.locator('[data-figure=sr]').textContent()).toBe(more.onceShare.toFixed(3));
    await page.goBack();
    await page.waitForSelector('#step-end:not([hidden])');
    expect(complaints).toEqual([]);
  });

  test('by keyboard alone: pages turn, the heading takes the focus, sliders keep their arrows', async () => {
    const page = await open();
    for (const step of STEPS.slice(1)) {
      await page.keyboard.press('PageDown');
      await page.waitForSelector(`#step-${step}:not([hidden])`);
      expect(await page.evaluate('document.activeElement.id')).toBe(`title-${step}`);
    }
    await page.keyboard.press('PageDown');
    expect(await stepShown(page)).toBe('end');
    await page.keyboard.press('ArrowLeft');
    await page.waitForSelector('#step-grade:not([hidden])');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('cost');
    await page.keyboard.press('ArrowRight');
    expect(await stepShown(page)).toBe('grade');
    expect(await page.locator('#cost').inputValue()).toBe('1');
    expect(complaints).toEqual([]);
  });

  test('two quick presses turn two pages, also while the address is still to follow a slider', async () => {
    const page = await open(`#${storyHash({ ...STORY_START, step: 'many' })}`);
    const turned = await page.evaluate(`(() => {
      const slider = document.getElementById('many-sentences');
      slider.value = String(Number(slider.value) + 1);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      document.getElementById('next').click();
      document.getElementById('next').click();
      return document.querySelector('#story nav a[aria-current]').dataset.step;
    })()`);
    expect(turned).toBe('grade');
    await page.waitForTimeout(500);
    expect(await stepShown(page)).toBe('grade');
    expect(new URL(page.url()).hash).toContain('grade');
    await page.goBack();
    await page.waitForSelector('#step-train:not([hidden])');
    expect(complaints).toEqual([]);
  });

  test('an address brings step and corpus along', async () => {
    const state: StoryState = { step: 'why', sentences: 250, seed: 7, cost: 0.1 };
    const page = await open(`#${storyHash(state)}`);
    expect(await stepShown(page)).toBe('why');
    const facts = factsOf(state);
    expect(await page.locator('#stage-why [data-count=never]').textContent()).toBe(String(facts.never));
    expect(await page.locator('.sentence').count()).toBe(250);
  });

  test('sentences fall one after the other where the reader allows movement', async () => {
    const page = await open('', { reducedMotion: 'no-preference' });
    await page.click('#rain');
    await page.waitForFunction(() => document.querySelectorAll('.drops circle').length > 0);
    expect(await page.locator('#rain-said').textContent()).toMatch(/was born on/);
    // Whoever turns the page ends the rain.
    await page.click('#next');
    expect(await page.locator('.drops circle').count()).toBe(0);
    expect(await dots(page, 'never')).toBe(factsOf(STORY_START).never);
    expect(complaints).toEqual([]);
  });

  test.each(SCREENS)('at $width × $height pictures and controls are seen together', async (viewport) => {
    const page = await open('', { viewport });
    for (const step of STEPS) {
      await page.evaluate((name) => {
        location.hash = `step=${name}`;
      }, step);
      await page.waitForSelector(`#step-${step}:not([hidden])`);
      if (step === 'people') await page.click('#rain');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      const foot = (await page.locator('#story nav').boundingBox())!.y;
      for (const part of await page
        .locator(`#step-${step} :is(svg[role=img], .controls :is(button, input, a))`)
        .filter({ visible: true })
        .all()) {
        const box = (await part.boundingBox())!;
        expect([step, box.y >= 0, box.y + box.height <= foot + 1]).toEqual([step, true, true]);
      }
    }
  });

  test('a transformer learns in the page: its error falls onto the missing mass, and it can be stopped', async () => {
    const state: StoryState = { ...STORY_START, step: 'train', sentences: 100, seed: 2 };
    const page = await open(`#${storyHash(state)}`);
    const { missing } = factsOf(state);
    await page.getByRole('radio', { name: 'near 0 %' }).check();
    await page.click('#train');
    await page.waitForFunction(() => /“|Named once/.test(document.getElementById('train-said')!.textContent!), null, {
      timeout: 60_000,
    });
    expect(await page.locator('#train').textContent()).toBe('Stop');
    await page.click('#train');
    expect(await page.locator('#train').textContent()).toBe('Train again');
    await page.click('#train');
    // The page answers while the worker computes.
    const begun = Date.now();
    await page.click('#back');
    await page.waitForSelector('#step-many:not([hidden])');
    await page.click('#next');
    expect(Date.now() - begun).toBeLessThan(5000);
    await page.waitForFunction(() => document.getElementById('train')!.textContent === 'Train again', null, {
      timeout: 240_000,
    });
    const outcome = (await page.locator('#train-outcome').textContent())!;
    const [, shown, unshown, total] = /people named: ([\d.]+)\s%; about the others: ([\d.]+)\s%. Together ([\d.]+)\s%/
      .exec(outcome)!
      .map(Number);
    expect(outcome).toMatch(/^Your guess was another\. /);
    expect(shown).toBeLessThan(2);
    expect(unshown).toBeGreaterThan(97);
    expect(Math.abs(total - 100 * missing)).toBeLessThan(2);
    expect(complaints).toEqual([]);
  }, 360_000);
});
