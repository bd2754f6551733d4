/** Refusal of a run that is there and cannot be read. */
import { UserError } from '../../errors/userError.js';

/** @throws UserError always */
export function throwNotReadable(place: string, error: unknown): never {
  throw new UserError({
    code: 'not-readable',
    summary: 'a stored run cannot be read, and may be sound, so nothing is changed',
    where: place,
    found: (error as Error).message,
    hint: 'repair the cause (rights, a disk that is gone, too many open files): then the same command continues. If the run is lost, remove its folder: the same command makes it again',
  });
}
