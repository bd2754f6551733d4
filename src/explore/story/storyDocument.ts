/** The story as HTML: one section for each step, of which the script shows one at a time. */
import { dotShapes, LEGEND } from './pictures/dotsPicture.js';
import { STORY_STEPS, type StoryStep } from './storySteps.js';

export function storyHtml(): string {
  return `${dotShapes()}<main id="story" class="story">
<header><h1>Why do language models make things up?</h1><a id="skip-to-expert" href="#expert">Expert mode</a></header>
<noscript><p>This page computes in the browser and needs JavaScript.</p></noscript>
${STORY_STEPS.map(section).join('\n')}
<nav aria-label="Steps of the story"><button type="button" id="back">← <span class="wide">Back</span></button>
<ol>${STORY_STEPS.map(({ name, title }, at) => `<li><a href="#step=${name}" data-step="${name}" title="${title}">${at + 1}<span class="hidden"> ${title}</span></a></li>`).join('')}</ol>
<button type="button" class="main" id="next"><span class="wide">Next</span> →</button></nav>
</main>`;
}

function section({ name, title, words, controls }: StoryStep): string {
  const legend = name === 'people' || name === 'ask' || name === 'guess' || name === 'why' ? LEGEND : '';
  return `<section class="step" id="step-${name}" aria-labelledby="title-${name}" hidden>
<h2 id="title-${name}" tabindex="-1">${title}</h2>
<div class="words">${words}</div>
<div class="stage" id="stage-${name}"><div class="picture"></div>${legend}</div>
<div class="controls">${controls}</div>
</section>`;
}
