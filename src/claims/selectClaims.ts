/** Selects the claims that a user asks for by their ids, by rows of the list of claims or by experiments. */

import { didYouMean } from '../errors/didYouMean.js';
import { UserError } from '../errors/userError.js';
import type { Claim, ExperimentClaims } from './claim.js';
import { outOfScopeClaims } from './listedClaims.js';

/**
 * Returns the experiments that answer what is asked for, in the order of the report, each with those claims alone.
 * @param only names, several in one text if commas separate them; an empty list asks for everything
 * @throws UserError that gives the nearest valid name for each unknown one
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
const allowed =
  'ids of claims, rows of the list of claims (docs/claims.md), names of experiments; commas between several';
const nothing = { code: 'usage', summary: 'no claim is named', where, found: 'nothing', allowed };

function unknown(all: readonly ExperimentClaims[], name: string) {
  const claims = all.flatMap((each) => each.claims);
  const known = outOfScopeClaims.find(({ row }) => row === name);
  if (known !== undefined) {
    return {
      code: 'not-answered',
      summary: `no experiment answers ${name}`,
      where,
      found: `${name} (${known.statement.replace(/\.$/, '')})`,
      hint: `out of scope: ${known.outOfScope}`,
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
