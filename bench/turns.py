"""What the contestants in Python share: turns, and messages to `npm run bench`."""
import json
import statistics
import time


def turn(step, milliseconds: float) -> float:
    """Median ms of a step; at least one, until the time has passed."""
    times, start = [], time.perf_counter()
    while not times or time.perf_counter() - start < milliseconds / 1000:
        before = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - before))
    return statistics.median(times)


def say(message):
    print(json.dumps(message), flush=True)
