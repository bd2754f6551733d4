/** Which claims a user asks for, by their ids, the rows of the list of claims, or experiments. */

import { didYouMean } from '../errors/didYouMean.js';
import { UserError } from '../errors/userError.js';
import type { Claim, ExperimentClaims } from './claim.js';
import { unansweredRows } from './unansweredRows.js';

/**
 * The experiments that answer what is asked for, in the order of the report, each with the claims asked for alone.
 * @param only names, several in one text where commas stand between them; none at all asks for everything
 * @throws UserError that names the nearest valid name of each unknown one
 */
export function selectClaims(all: readonly ExperimentClaims[], only: readonly string[]): readonly ExperimentClaims[] {
  const names = only
    .flatMap((text) => text.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0 && only.length === 0) return all;
  const [first, ...others] =
    names.length === 0
      ? [nothing]
      : names.filter((name) => !all.some((each) => meansSome(each, name))).map((name) => unknown(all, name));
  if (first !== undefined) throw new UserError(first, others);
  return all.flatMap((experiment) => {
    const claims = experiment.claims.filter((claim) =>
      names.some((name) => name === experiment.experiment || means(claim, name)),
    );
    return claims.length === 0 ? [] : [{ ...experiment, claims }];
  });
}

function rowNames({ listed: rows }: Claim): readonly string[] {
  return rows.flatMap((row) => [row, ...row.split('/')]);
}
function means(claim: Claim, name: string): boolean {
  return claim.id === name || rowNames(claim).includes(name);
}
function meansSome({ experiment, claims }: ExperimentClaims, name: string): boolean {
  return experiment === name || claims.some((claim) => means(claim, name));
}

const where = '--only';
const allowed = 'ids of claims, rows of the list of claims, names of experiments; commas between several';
const nothing = { code: 'usage', summary: 'no claim is named', where, found: 'nothing', allowed };

function unknown(all: readonly ExperimentClaims[], name: string) {
  const claims = all.flatMap((each) => each.claims);
  const unanswered = unansweredRows(claims).find(({ row }) => row === name);
  if (unanswered !== undefined) {
    return {
      code: 'not-answered',
      summary: `no experiment answers ${name}`,
      where,
      found: `${name} (${unanswered.statement})`,
      hint: unanswered.why,
    };
  }
  const [ids, rows, experiments] = [
    claims.map(({ id }) => id),
    [...new Set(claims.flatMap(rowNames))],
    all.map(({ experiment }) => experiment),
  ];
  const hint = didYouMean(name, [...ids, ...rows, ...experiments]) ?? `the experiments are ${experiments.join(', ')}`;
  return { code: 'unknown-claim', summary: 'no such claim, row or experiment', where, found: name, allowed, hint };
}
