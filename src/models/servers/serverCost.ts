/** The cost of asking a server, before anything is asked that costs: counts of prompts, nodes, requests and tokens. */
import type { World } from '../../corpus/world.js';
import type { Server } from '../../servers/server.js';
import { askedFamilies } from './askedFamilies.js';
import { tokenServer } from './askedServer.js';
import type { RecognisedServer } from './recognisedServer.js';
import { LOOKED_AT } from './serverModel.js';
import type { ServerModelOptions } from './serverOptions.js';
import { textTemplate } from './serverTexts.js';
import { familyTokens } from './tokenFraming.js';

export interface ServerCost {
  readonly prompts: number;
  /** Contexts behind which next tokens are asked for, at most; for `openai` texts, and for `sampled` responses. */
  readonly contexts: number;
  /** Requests at most, without those that split texts into tokens. */
  readonly requests: number;
  /** Tokens that are sent at most; where the server splits no texts, a quarter of their characters. */
  readonly tokens: number;
}

/** Prompts that are asked together. */
const TOGETHER = 64;
/** Characters of a token, about. */
const CHARACTERS = 4;

/** @throws UserError for a tokenizer that splits responses in a way that cannot be measured */
export async function serverCost(
  server: Server,
  recognised: RecognisedServer,
  options: ServerModelOptions,
  world: World,
): Promise<ServerCost> {
  const template = textTemplate(options.template, options.stop === 'counted');
  const families = askedFamilies(world);
  const prompts = families.reduce((sum, family) => sum + family.prompts.length, 0);
  const { dialect } = recognised;
  let [contexts, requests, tokens] = [0, 0, 0];
  if (dialect === 'sampled' || dialect === 'openai') {
    for (const { prompts: asked, responses } of families) {
      const each = dialect === 'sampled' ? options.samples : responses.length + 1;
      contexts += asked.length * each;
      requests += asked.length * (dialect === 'sampled' ? each : Math.ceil(each / TOGETHER));
      const answers = dialect === 'sampled' ? 0 : responses.join('').length;
      tokens += asked.reduce((sum, prompt) => sum + template.before(prompt).length * each + answers, 0) / CHARACTERS;
    }
    return { prompts, contexts, requests, tokens: Math.round(tokens) };
  }
  const opened = await tokenServer(server, recognised, options, [template.before(families[0].prompts[0])]);
  for (const { prompts: asked, responses } of families) {
    const [first] = asked;
    const { tree } = await familyTokens(opened, template, [], { prompts: [first], responses }, server.url);
    const before = (await opened.tokens(template.before(first), true)).length;
    const nodes = tree.tree.prefixes.map((prefix, node) => ({ depth: prefix.length, wanted: tree.edges[node].length }));
    contexts += nodes.length * asked.length;
    tokens += nodes.reduce((sum, { depth }) => sum + before + depth, 0) * asked.length;
    // The first prompts are asked before the others.
    const together = 1 + Math.ceil(Math.max(0, asked.length - LOOKED_AT) / TOGETHER);
    const count = Math.min(TOGETHER, asked.length);
    for (const depth of new Set(nodes.map((node) => node.depth))) {
      const level = nodes.filter((node) => node.depth === depth);
      requests += together * opened.requestsFor(level.map(({ wanted }) => ({ wanted, count })));
    }
  }
  return { prompts, contexts, requests, tokens };
}
