/** The explorable page's script: shows the story or expert mode, as the address has it. Bundled by scripts/bundlePage.js. */
import type { Lexicon } from '../../corpus/lexicon.js';
import { leadsToExpert } from '../address.js';
import { byId } from './elements.js';
import { expertPage } from './expert.js';
import { storyPage } from './story/story.js';

const lexicon = JSON.parse(byId('lexicon').textContent!) as Lexicon;
const showStory = storyPage(lexicon);
const showExpert = expertPage(lexicon);

/** Shows the page of the present address. Its element must be visible before, since charts are drawn for their width. */
function route(): void {
  const expert = leadsToExpert(location.hash);
  const turned = byId('story').hidden !== expert;
  byId('story').hidden = expert;
  byId('expert').hidden = !expert;
  if (turned) scrollTo(0, 0);
  (expert ? showExpert : showStory)(location.hash);
}

addEventListener('hashchange', route);
route();
