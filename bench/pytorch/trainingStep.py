"""One training step of the benchmark's transformer in PyTorch: forward, backward, clipping, Adam; loss on all positions.

Started by `npm run bench`, which writes a case into a directory (case.json, theta.bin, tokens.bin, labels.bin) and then
asks for turns on standard input, so that PyTorch and the engines of this project are timed alternately:

    <- {"torch": "2.9.0", "threads": 1, "firstLosses": {"eager": [...], "compile": [...]}, "compileMs": {...}}
    -> eager 250
    <- {"msPerStep": 3.1}

Where torch.compile does not work here, `compile` is missing and "compileError" says why.
Written as one would for speed: one product for query, key and value, PyTorch's own attention, the fused Adam.
"""
import json
import sys
import time
from pathlib import Path

import numpy
import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parent.parent))
from turns import flags, say, turn  # noqa: E402


class Block(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.attention_output = nn.Linear(width, width)
        self.mlp_norm = nn.LayerNorm(width)
        self.mlp_input = nn.Linear(width, 4 * width)
        self.mlp_output = nn.Linear(4 * width, width)

    def forward(self, x):  # [batch, slots, width]
        batch, slots, width = x.shape
        parts = self.query_key_value(self.attention_norm(x)).split(width, dim=2)
        query, key, value = (p.view(batch, slots, self.heads, width // self.heads).transpose(1, 2) for p in parts)
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.attention_output(mixed.transpose(1, 2).reshape(batch, slots, width))
        return x + self.mlp_output(F.gelu(self.mlp_input(self.mlp_norm(x)), approximate="tanh"))


class Transformer(nn.Module):
    def __init__(self, *, width: int, heads: int, layers: int, slots: int, vocabulary: int):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(slots, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.final_norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary)

    def forward(self, tokens, labels):  # [batch, slots] both
        x = self.tokens(tokens) + self.positions.weight
        for block in self.blocks:
            x = block(x)
        return F.cross_entropy(self.head(self.final_norm(x)).flatten(0, 1), labels.flatten())

    @torch.no_grad()
    def load(self, theta: dict[str, torch.Tensor]):
        """Takes over the parameters of this project's transformer, by its names; its matrices are [from, to]."""
        def dense(layer, *names):
            layer.weight.copy_(torch.cat([theta[name].T for name in names]))
            layer.bias.copy_(torch.cat([theta[f"{name}.bias"] for name in names]))

        def norm(layer, name):
            layer.weight.copy_(theta[f"{name}.norm.scale"])
            layer.bias.copy_(theta[f"{name}.norm.bias"])

        self.tokens.weight.copy_(theta["tokens"])
        self.positions.weight.copy_(theta["positions"])
        for i, block in enumerate(self.blocks):
            norm(block.attention_norm, f"{i}.attention")
            dense(block.query_key_value, *(f"{i}.attention.{part}" for part in ("query", "key", "value")))
            dense(block.attention_output, f"{i}.attention.output")
            norm(block.mlp_norm, f"{i}.mlp")
            dense(block.mlp_input, f"{i}.mlp.input")
            dense(block.mlp_output, f"{i}.mlp.output")
        norm(self.final_norm, "final")
        dense(self.head, "head")


def read_case(directory: Path):
    case = json.loads((directory / "case.json").read_text())
    flat = torch.from_numpy(numpy.fromfile(directory / "theta.bin", numpy.float32))
    theta, start = {}, 0
    for parameter in case["parameters"]:
        size = torch.Size(parameter["shape"]).numel()
        theta[parameter["name"]] = flat[start:start + size].view(parameter["shape"])
        start += size
    if start != len(flat):
        raise SystemExit(f"theta.bin holds {len(flat)} numbers, case.json speaks of {start}")
    tokens, labels = (
        torch.from_numpy(numpy.fromfile(directory / f"{name}.bin", numpy.int32)).long().view(case["batch"], case["slots"])
        for name in ("tokens", "labels"))
    return case, theta, tokens, labels


def trainee(case, theta, tokens, labels, *, compiled: bool, device: str):
    """A step function of its own model, its first two losses, and the ms that compiling took: its first step; 0 where eager."""
    model = Transformer(**{key: case[key] for key in ("width", "heads", "layers", "slots", "vocabulary")})
    model.load(theta)
    model.to(device)
    tokens, labels = tokens.to(device), labels.to(device)
    loss_of = torch.compile(model) if compiled else model
    optimiser = torch.optim.Adam(
        model.parameters(), lr=case["learningRate"], betas=(case["beta1"], case["beta2"]), eps=1e-8, fused=True)

    def step() -> float:
        optimiser.zero_grad(set_to_none=True)
        loss = loss_of(tokens, labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), case["clipNorm"])
        optimiser.step()
        return loss.item()

    start = time.perf_counter()
    first = step()
    made_ready = 1000 * (time.perf_counter() - start)
    return step, [first, step()], made_ready if compiled else 0


def main():
    arguments = flags(__doc__, "eager,compile")
    arguments.add_argument("--device", default="cpu", help="cpu or cuda")
    arguments.add_argument("--precision", default="highest", help="of products of float32: highest, or high, which allows TF32")
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_float32_matmul_precision(options.precision)
    case = read_case(options.case)
    ready = {"torch": torch.__version__, "threads": options.threads, "firstLosses": {}, "compileMs": {}}
    steps = {}
    for mode in options.modes.split(","):
        try:
            steps[mode], ready["firstLosses"][mode], ready["compileMs"][mode] = trainee(*case, compiled=mode == "compile", device=options.device)
        except Exception as error:
            if mode != "compile":
                raise
            ready["compileError"] = str(error).strip().split("\n")[0]
    say(ready)
    for line in sys.stdin:
        mode, milliseconds = line.split()
        say({"msPerStep": turn(steps[mode], float(milliseconds))})


if __name__ == "__main__":
    main()
