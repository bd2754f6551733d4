"""How soon the network of the main job knows its rows, with optimisers and schedules that this project does not have.

Started by `node bench/otherOptimisers/run.js`, which writes a folder for each network, as ../wholeJob/cases.js does. Prints for each way of training, and each
number of steps, the error on the rows that training showed (1 - the probability of a row's answer, over all rows) and that on brackets; means over the networks.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy
import torch
from schedulefree import AdamWScheduleFree
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parent.parent / "wholeJob"))
from mainJob import Family, Network, optimisers, rate_at, read  # noqa: E402

STEPS = (200, 300, 450)


def constant(step, training):
    return training["learningRate"] * min(1, step / training["warmupSteps"])


def adam(network, training):
    return [torch.optim.AdamW(network.parameters(), lr=training["learningRate"], betas=(0.9, training["beta2"]), weight_decay=0, fused=True)]


def schedule_free(network, training):
    return [AdamWScheduleFree(network.parameters(), lr=training["learningRate"], betas=(0.9, training["beta2"]), warmup_steps=training["warmupSteps"])]


def even(share, batch):
    return batch


def growing(share, batch):
    """Half of the batch in the first third of the steps, one and a half times it in the last: as many rows in all."""
    return batch // 2 if share < 1 / 3 else batch if share < 2 / 3 else 3 * batch // 2


# Name, learning rate, optimisers, rate of a step (None: the optimiser's own), batch of a step.
WAYS = [
    ("adam", 0.004, adam, rate_at, even),
    ("adam", 0.012, adam, rate_at, even),
    ("schedule-free adam", 0.004, schedule_free, None, even),
    ("schedule-free adam", 0.012, schedule_free, None, even),
    ("muon", 0.012, optimisers, rate_at, even),
    ("muon, larger batches late", 0.012, optimisers, rate_at, growing),
    ("muon, constant rate, larger batches late", 0.012, optimisers, constant, growing),
]


def begin(network, layers):
    """The initial values of this project's transformer."""
    for name, module in network.named_modules():
        if isinstance(module, torch.nn.Embedding):
            torch.nn.init.normal_(module.weight, std=0.1)
        elif isinstance(module, torch.nn.Linear):
            residual = (2 * layers) ** -0.5 if name.endswith("_output") else 1
            torch.nn.init.normal_(module.weight, std=residual * module.in_features ** -0.5)
            torch.nn.init.zeros_(module.bias)


def train(folder: Path, steps, rate, make, rate_of, batch_of):
    case = json.loads((folder / "network.json").read_text())
    training = {**case["training"], "steps": steps, "learningRate": rate}
    rows, slots, predictions = case["rows"], case["slots"], case["predictions"]
    tokens = read(folder, "tokens", numpy.int32, rows, slots).long()
    asked = read(folder, "asked", numpy.int32, rows, predictions).long()
    labels = read(folder, "labels", numpy.int32, rows, predictions).long()
    model = case["model"]
    torch.manual_seed(int(folder.name))
    network = Network(width=model["width"], heads=model["heads"], layers=model["layers"], slots=case["positions"], vocabulary=case["vocabulary"])
    begin(network, model["layers"])
    under = make(network, training)

    def logs_of(some):
        at, wanted = asked[some], labels[some]
        row, column = (at >= 0).nonzero(as_tuple=True)
        return row, F.cross_entropy(network(tokens[some], row, at[row, column]), wanted[row, column], reduction="none")

    def each(name):
        for one in under:
            if hasattr(one, name):
                getattr(one, name)()

    order, place = torch.randperm(rows), 0
    each("train")
    for step in range(1, steps + 1):
        size = batch_of((step - 1) / steps, training["batchSize"])
        if place + size > rows:
            order, place = torch.cat([order[place:], torch.randperm(rows)]), 0
        _, logs = logs_of(order[place:place + size])
        place += size
        for one in under:
            one.zero_grad(set_to_none=True)
            for group in one.param_groups if rate_of is not None else []:
                group["lr"] = rate_of(step, training)
        logs.mean().backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), training["clipNorm"])
        for one in under:
            one.step()
    each("eval")  # schedule-free optimisers have other parameters to be used than those that they train
    with torch.inference_mode():
        shown = 0.0
        for some in torch.arange(rows).split(1024):
            row, logs = logs_of(some)
            shown += (1 - (-torch.zeros(len(some)).index_add(0, row, logs)).exp()).sum().item() / rows
    brackets = next(Family(folder, family) for family in case["families"] if family["name"] == "brackets")
    return shown, brackets.measure(network)["wrong"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--case", type=Path, required=True, help="folder with a folder for each network")
    folders = sorted(arguments.parse_args().case.iterdir())
    torch.set_num_threads(1)
    for name, rate, *way in WAYS:
        for steps in STEPS:
            errors = numpy.array([train(folder, steps, rate, *way) for folder in folders])
            shown, brackets = errors.mean(0)
            print(json.dumps({"way": name, "rate": rate, "steps": steps, "shown": round(shown, 5), "brackets": round(brackets, 5)}), flush=True)


if __name__ == "__main__":
    main()
