/** Movements that a step begins and that end when the reader leaves it. */

let cancel: (() => void) | undefined;

/** True if the reader asks for pages that do not move. */
export function isStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Ends the movement under way, if any. */
export function stopMotion(): void {
  cancel?.();
  cancel = undefined;
}

/**
 * Calls `frame` with the milliseconds since the start until it returns false. A movement that was under way ends.
 * @param onStop called if the movement is stopped before
 */
export function animate(frame: (milliseconds: number) => boolean, onStop: () => void = () => {}): void {
  stopMotion();
  let begun: number | undefined;
  let request = requestAnimationFrame(function next(now) {
    begun ??= now;
    if (frame(now - begun)) request = requestAnimationFrame(next);
    else cancel = undefined;
  });
  cancel = () => {
    cancelAnimationFrame(request);
    onStop();
  };
}
