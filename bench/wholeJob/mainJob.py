"""The main job in PyTorch, as a good user of it writes it: trains every network, and measures it exactly as often.

Started by `npm run bench:job`, which writes a folder for each network (cases.js): the rows of training, the prompts, the trees of
answers, and the truth. For every prompt the probability of every answer is computed, token by token; the contexts of a prompt
go through the network as a batch. Prints the errors of each family, one line of JSON a network.

    mainJob.py --case FOLDER --processes 2

Each process has one thread and takes the next network. Matrices within the network are trained by torch.optim.Muon, the rest by the
fused AdamW, at the rates of the experiment. torch.compile is left out: it saves a second of thirteen a network and costs four a process.
"""
import argparse
import json
import sys
import time
from multiprocessing import get_context
from pathlib import Path

import numpy
import torch
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parent.parent / "pytorch"))
from trainingStep import Transformer  # noqa: E402

CONTEXTS_AT_ONCE = 512


class Network(Transformer):
    """The benchmark's transformer, which computes logits only where they are asked."""

    def hidden(self, tokens):
        x = self.tokens(tokens) + self.positions.weight[: tokens.shape[1]]
        for block in self.blocks:
            x = block(x)
        return self.final_norm(x)

    def forward(self, tokens, rows, slots):
        return self.head(self.hidden(tokens)[rows, slots])


def read(folder: Path, name: str, kind, *shape):
    return torch.from_numpy(numpy.fromfile(folder / f"{name}.bin", kind)).view(*shape)


def optimisers(network, training):
    inner = [p for name, p in network.named_parameters() if p.ndim == 2 and name.startswith("blocks.")]
    others = [p for name, p in network.named_parameters() if not (p.ndim == 2 and name.startswith("blocks."))]
    rate, beta1 = training["learningRate"], training["beta1"]
    return [
        torch.optim.Muon(inner, lr=rate, momentum=beta1, nesterov=True, weight_decay=0, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=rate, betas=(beta1, training["beta2"]), weight_decay=0, fused=True),
    ]


def rate_at(step, training):
    """Linear warm-up, then a linear fall towards 0."""
    rate, warmup, steps = training["learningRate"], training["warmupSteps"], training["steps"]
    if step <= warmup:
        return rate * step / warmup
    return rate * (1 - (step - warmup) / max(1, steps - warmup + 1))


class Family:
    """The prompts of a family, and its answers as a tree."""

    def __init__(self, folder: Path, case):
        self.name = case["name"]
        prompts = read(folder, f"{self.name}.prompts", numpy.int32, case["prompts"], case["longest"]).long()
        self.answers = read(folder, f"{self.name}.answers", numpy.int32, -1).long()
        self.weights = read(folder, f"{self.name}.weights", numpy.float64, -1)
        tree = case["tree"]
        self.edge_prefix, self.edge_token = torch.tensor(tree["edgePrefix"]), torch.tensor(tree["edgeToken"])
        self.leaves = torch.tensor(tree["leafEdge"])
        parents, depth = tree["edgeParent"], []
        for parent in parents:
            depth.append(0 if parent < 0 else depth[parent] + 1)
        self.levels = [
            (torch.tensor([e for e, d in enumerate(depth) if d == level]),
             torch.tensor([parents[e] for e, d in enumerate(depth) if d == level]))
            for level in range(1, max(depth) + 1)]
        prefixes = tree["prefixes"]
        longest = 1 + case["longest"] + max(map(len, prefixes))
        self.contexts = torch.zeros(len(prompts), len(prefixes), longest, dtype=torch.long)  # token 0 begins every sentence
        lengths = (prompts >= 0).sum(1)
        for k, prefix in enumerate(prefixes):
            self.contexts[:, k, 1:1 + prompts.shape[1]] = prompts.clamp(min=0)
            for t, token in enumerate(prefix):
                self.contexts[torch.arange(len(prompts)), k, 1 + lengths + t] = token
        self.last = lengths[:, None] + torch.tensor([len(prefix) for prefix in prefixes])

    @torch.inference_mode()
    def measure(self, network):
        """err (invalid mass included), and the probability of the abstention, over the prompts."""
        wrong, abstained = 0.0, 0.0
        prompts, nodes, longest = self.contexts.shape
        at_once = max(1, CONTEXTS_AT_ONCE // nodes)
        for start in range(0, prompts, at_once):
            contexts = self.contexts[start:start + at_once]
            count = len(contexts)
            rows = torch.arange(count * nodes)
            logits = network(contexts.view(-1, longest), rows, self.last[start:start + at_once].reshape(-1))
            logs = F.log_softmax(logits, -1).view(count, nodes, -1)[:, self.edge_prefix, self.edge_token].double()
            for edges, parents in self.levels:
                logs[:, edges] += logs[:, parents]
            responses = logs[:, self.leaves].exp()
            idk = responses[:, -1]
            right = responses.gather(1, self.answers[start:start + at_once, None])[:, 0]
            weights = self.weights[start:start + at_once]
            wrong += (weights * (1 - right - idk)).sum().item()
            abstained += (weights * idk).sum().item()
        return {"wrong": wrong, "abstention": abstained}


def train(folder: Path, seed: int):
    case = json.loads((folder / "network.json").read_text())
    options, model = case["training"], case["model"]
    rows, slots, predictions = case["rows"], case["slots"], case["predictions"]
    tokens = read(folder, "tokens", numpy.int32, rows, slots).long()
    asked = read(folder, "asked", numpy.int32, rows, predictions).long()
    labels = read(folder, "labels", numpy.int32, rows, predictions).long()
    families = [Family(folder, family) for family in case["families"]]
    torch.manual_seed(seed)
    network = Network(width=model["width"], heads=model["heads"], layers=model["layers"], slots=case["positions"], vocabulary=case["vocabulary"])
    for name, p in network.named_parameters():  # as in GPT-2
        if p.ndim == 2:
            torch.nn.init.normal_(p, std=0.02)
    under = optimisers(network, options)
    curve, order, place, measuring = [], torch.randperm(rows), 0, 0.0
    began = time.perf_counter()
    for step in range(options["steps"] + 1):
        if step > 0:
            if place + options["batchSize"] > rows:
                order, place = torch.cat([order[place:], torch.randperm(rows)]), 0
            batch = order[place:place + options["batchSize"]]
            place += options["batchSize"]
            at, wanted = asked[batch], labels[batch]
            row, column = (at >= 0).nonzero(as_tuple=True)
            loss = F.cross_entropy(network(tokens[batch], row, at[row, column]), wanted[row, column])
            for each in under:
                each.zero_grad(set_to_none=True)
                for group in each.param_groups:
                    group["lr"] = rate_at(step, options)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), options["clipNorm"])
            for each in under:
                each.step()
        if step in case["measured"]:
            before = time.perf_counter()
            curve.append({"step": step, **{family.name: family.measure(network) for family in families}})
            measuring += time.perf_counter() - before
    training = time.perf_counter() - began - measuring
    return {"network": folder.name, "trainingSeconds": training, "measuringSeconds": measuring, "curve": curve}


def work(arguments):
    return train(*arguments)


def one_thread():
    torch.set_num_threads(1)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--case", type=Path, required=True, help="folder with a folder for each network")
    arguments.add_argument("--processes", type=int, default=2)
    options = arguments.parse_args()
    folders = sorted(options.case.iterdir(), key=lambda folder: int(folder.name))
    with get_context("spawn").Pool(options.processes, one_thread) as pool:
        tasks = [(folder, seed) for seed, folder in enumerate(folders)]
        for result in pool.imap(work, tasks):
            print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
