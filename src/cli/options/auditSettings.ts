/** Flags of `audit` as what the audit needs: how it asks, how it grades, and its servers. */
import { readFileSync } from 'node:fs';
import type { AskingOptions } from '../../audit/ask/auditPlan.js';
import { checkTemplate, STAKES_TEMPLATE } from '../../audit/ask/stakesPrompt.js';
import { abstentionsWith } from '../../audit/grade/abstentions.js';
import type { GradingRules } from '../../audit/grade/gradeAnswer.js';
import { GRADER_TEMPLATE } from '../../audit/grade/graderModel.js';
import { AGREEMENT_TEMPLATE } from '../../audit/grade/samplesAgree.js';
import type { AuditRequest } from '../../audit/runAudit.js';
import { systemProblem } from '../../errors/systemProblem.js';
import { UserError } from '../../errors/userError.js';
import { keyFrom } from '../../servers/apiKey.js';
import { openServer, type ServerOptions } from '../../servers/server.js';
import type { AuditFlags } from './auditFlags.js';
import { unmarked } from './standardInput.js';

/** @throws UserError for a template that cannot be read or lacks a place */
export function askingOf(flags: AuditFlags): AskingOptions {
  const { model, penalties, samples, temperature, maxTokens, seed, system, fields } = flags;
  const template = templateIn(flags.template, '--template', STAKES_TEMPLATE, [
    ['question'],
    ['penalty', 'points', 'target'],
  ]);
  return { model, penalties, samples, temperature, maxTokens, seed, system, fields, template };
}

export function rulesOf({ match, abstention = [] }: AuditFlags): GradingRules {
  return { match, abstentions: abstentionsWith(unmarked(abstention)) };
}

/**
 * The server of the model, and the grader model with its own. The key of a server is sent to no other.
 * @throws UserError for an address that is none, a variable without a key, or a comparison of samples without a grader
 */
export function serversOf(
  flags: AuditFlags,
  { signal, onAgain }: Required<Pick<ServerOptions, 'signal' | 'onAgain'>>,
): Pick<AuditRequest, 'server' | 'grader'> {
  const { atOnce, maxRequests, timeout, graderModel, graderServer, graderKeyVariable } = flags;
  const opened = (url: string, key: string | undefined): AuditRequest['server'] =>
    openServer({ url, key, atOnce, most: maxRequests, seconds: timeout, signal, onAgain });
  const server = opened(flags.server, keyFrom(process.env, flags.keyVariable));
  requireGrader(flags);
  if (graderModel === undefined) return { server, grader: null };
  const other =
    graderServer === undefined
      ? server
      : opened(graderServer, graderKeyVariable === undefined ? undefined : keyFrom(process.env, graderKeyVariable));
  const template = templateIn(flags.graderTemplate, '--grader-template', GRADER_TEMPLATE, [['question'], ['answer']]);
  const agreement =
    flags.agreement === 'words'
      ? null
      : templateIn(flags.agreementTemplate, '--agreement-template', AGREEMENT_TEMPLATE, [['one'], ['other']]);
  const options = { model: graderModel, template, maxTokens: flags.graderMaxTokens, agreement };
  // A server that is named twice is one, with one limit of requests and one key.
  return {
    server,
    grader: { options, server: other.url === server.url && graderKeyVariable === undefined ? server : other },
  };
}

/** @throws UserError where samples are to be compared and nobody compares them, or a prompt for that is named and not used */
function requireGrader({ agreement, agreementTemplate, graderModel }: AuditFlags): void {
  const lacking = (summary: string, hint: string): UserError =>
    new UserError({ code: 'incomplete-flags', summary, hint });
  if (agreement === 'grader' && graderModel === undefined)
    throw lacking('--agreement grader needs a model that judges', '--grader-model NAME');
  if (agreement === 'words' && agreementTemplate !== undefined)
    throw lacking('--agreement-template is the prompt of --agreement grader', '--agreement grader');
}

function templateIn(
  file: string | undefined,
  flag: string,
  usual: string,
  needed: readonly (readonly string[])[],
): string {
  if (file === undefined) return usual;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const problem = systemProblem(error);
    if (problem === undefined) throw error;
    throw new UserError({ ...problem, where: `${flag} ${file}` });
  }
  const template = text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
  checkTemplate(template, needed, `${flag} ${file}`);
  return template;
}
