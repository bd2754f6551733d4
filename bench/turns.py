"""What the contestants in Python share: flags, turns, and messages to `npm run bench`."""
import argparse
import json
import statistics
import time
from pathlib import Path


def flags(description: str, modes: str) -> argparse.ArgumentParser:
    """The flags of every contestant. The first line of the description is shown."""
    arguments = argparse.ArgumentParser(description=description.split("\n")[0])
    arguments.add_argument("--case", type=Path, required=True, help="directory with case.json, theta.bin, tokens.bin, labels.bin")
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--modes", default=modes, help="forms of the step, with a comma between")
    return arguments


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
