/** Titles, words and controls of the story's steps. Numbers of the corpus are filled in by `data-fact`. */
import { COSTS, SENTENCES, STORY_START, type StepName } from './storyState.js';

export interface StoryStep {
  readonly name: StepName;
  readonly title: string;
  /** Text to be read first, as HTML. */
  readonly words: string;
  /** Buttons and sliders, as HTML, with the places where answers appear. */
  readonly controls: string;
}

function sentencesSlider(id: string): string {
  return range(id, 'Sentences that the model reads', SENTENCES.length - 1, SENTENCES.indexOf(STORY_START.sentences));
}

export const STORY_STEPS: readonly StoryStep[] = [
  {
    name: 'people',
    title: 'Four hundred people',
    words: `<p>Each ring is a person with a birthday. No rule gives you the day: somebody has to tell you.</p>
<p>A model now reads <b data-fact="sentences"></b> sentences. Each names one person, drawn by lot, and tells the birthday.</p>`,
    controls: `<div class="buttons"><button type="button" class="main" id="rain">Let it rain sentences</button><button type="button" id="people-another" hidden>Other people</button></div>
<p class="said" id="rain-said" aria-hidden="true"></p>
<div id="people-after" hidden>${sentencesSlider('people-sentences')}</div>
<p class="outcome" id="people-outcome" role="status"></p>`,
  },
  {
    name: 'ask',
    title: 'Ask the model',
    words: `<p>This model has a perfect memory: it knows every sentence that it has read. And it always answers. Nobody has taught it to say “I don’t know”.</p>`,
    controls: `<div class="buttons"><button type="button" class="main" id="ask">Ask about somebody</button></div>
<div class="talk" role="status"><p class="question" id="ask-question"></p><p class="said" id="ask-said"></p><p class="verdict" id="ask-verdict"></p></div>
<p class="marks" id="ask-marks" aria-hidden="true"></p>
<p class="outcome" id="ask-outcome"></p>`,
  },
  {
    name: 'guess',
    title: 'Cover the truth',
    words: `<p>In real life nobody gives you the list of all people. You see only those whom the text names: <b data-fact="once"></b> people once and <b data-fact="often"></b> more often, in <b data-fact="sentences"></b> sentences.</p>
<p>Guess: of 100 new questions, how many does the model get wrong?</p>`,
    controls: `${range('guess', 'My guess', 100, 50)}
<div class="buttons"><button type="button" class="main" id="reveal">Reveal the truth</button></div>
<div id="guess-scale" hidden></div>
<p class="outcome" id="guess-outcome" role="status"></p>`,
  },
  {
    name: 'why',
    title: 'Why “once” foretells “never”',
    words: `<p>The small squares are the sentences. Take one away. If no other sentence names its person, the sentence was <b>news</b>, and the person becomes a “never”. Then put it back.</p>`,
    controls: `<div class="buttons"><button type="button" class="main" id="leave-one">Take one away</button><button type="button" id="leave-all">Take each away</button></div>
<p class="said" id="leave-said" role="status"></p>
<div id="leave-bar"></div>
<p class="outcome" id="leave-outcome"></p>`,
  },
  {
    name: 'many',
    title: 'True of every corpus',
    words: `<p>Each small point is another corpus. To the right: more of its sentences are about people named once. Up: more answers are wrong. The large point is your corpus.</p>
<p>Guess first: where does it go if the model reads more?</p>`,
    controls: `${sentencesSlider('many-sentences')}
<div class="buttons"><button type="button" id="many-another">Other people</button></div>
<p class="outcome" id="many-outcome" role="status"></p>`,
  },
  {
    name: 'train',
    title: 'Train a real one',
    words: `<p>Here is a real model: a small transformer, the kind that chat models are. It knows nothing yet. It will read your <b data-fact="sentences"></b> sentences again and again, in this page.</p>`,
    controls: `<fieldset class="choices" id="train-guess"><legend>Guess first: where will its total error end?</legend>
<label><input type="radio" name="train-guess" value="none">near 0 %</label><label><input type="radio" name="train-guess" value="missing">near <span data-fact="missing"></span></label><label><input type="radio" name="train-guess" value="all">near 100 %</label></fieldset>
<div class="buttons"><button type="button" class="main" id="train">Train it</button><button type="button" id="train-stop" hidden>Stop</button></div>
<p class="said" id="train-said" aria-hidden="true"></p>
<p class="outcome" id="train-outcome" role="status"></p>`,
  },
  {
    name: 'grade',
    title: 'Why not say “I don’t know”?',
    words: `<p>Two students know the same sentences. About the other people the <b>guesser</b> guesses a day. The <b>honest one</b> says “I don’t know” and earns 0. A right answer earns 1 point.</p>
<p>Guess first: what must an error cost, so that the honest one leads?</p>`,
    controls: `${range('cost', 'An error costs', COSTS.length - 1, COSTS.indexOf(STORY_START.cost))}
<p class="outcome" id="grade-outcome" role="status"></p>`,
  },
  {
    name: 'end',
    title: 'What you have seen',
    words: `<ul class="points"><li>A model with a perfect memory still makes things up: about what it never read.</li>
<li>You can count how often: it is about the share of sentences whose person is named <b>once</b>.</li>
<li>More training does not help. More facts do, or an “I don’t know”.</li>
<li>Models guess because tests pay for guessing. A cost for errors changes that.</li></ul>`,
    controls: `<p class="doors"><a class="main" id="to-expert" href="#expert">Expert mode, with your corpus</a></p>
<p class="small">This holds for facts that follow from nothing else, and for a model that always answers. I. J. Good and Alan Turing found the rule. Kalai, Nachum, Vempala and Zhang (2025), <i>Why Language Models Hallucinate</i>, proved what it means for language models. Count your own data: <code>hallucination-rate estimate data.csv</code></p>`,
  },
];

/** A slider with its label; screen readers announce its value by itself. */
function range(id: string, label: string, max: number, value: number): string {
  return `<div class="slide"><label for="${id}"><span>${label}</span><output class="value" id="${id}-value" for="${id}" aria-hidden="true"></output></label><input type="range" id="${id}" min="0" max="${max}" step="1" value="${value}"></div>`;
}
