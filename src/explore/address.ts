/** Addresses of the page: those with a setting of expert mode lead there, all others into the story. */

const EXPERT_KEYS = ['examples', 'prompts', 'law', 'parameter', 'alpha', 'responses', 'penalty'];

export function leadsToExpert(hash: string): boolean {
  if (hash === '#expert') return true;
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  return EXPERT_KEYS.some((key) => given.has(key));
}
