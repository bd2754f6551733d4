import { hexDigest } from './hexDigest.js';

/**
 * Name of a run by its content: the first 12 hex digits of SHA-256 over the program's version and the run's resolved
 * config. So a stored run is found again, and another version of the program makes it anew.
 * @param canonicalJsonOfConfig JSON of the resolved config with sorted keys: equal configs must be equal texts
 * @param version the program's version
 */
export function runId(canonicalJsonOfConfig: string, version: string): string {
  return hexDigest(JSON.stringify([version, canonicalJsonOfConfig])).slice(0, 12);
}
