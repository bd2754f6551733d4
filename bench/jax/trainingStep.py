"""One training step of the benchmark's transformer in JAX: forward, backward, clipping, Adam; loss on all positions.

Started by `npm run bench`, as ../pytorch/trainingStep.py is, and asked for turns in the same way. Forms:

    jit     the whole step compiled by XLA, its state given back in place
    vmap4   the same step of four models at once, each with parameters and moments of its own; a turn gives the time of one model

XLA takes as many threads as the process may use cores.
"""
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from turns import flags, say, turn  # noqa: E402


def main():
    options = flags(__doc__, "jit,vmap4").parse_args()
    if hasattr(os, "sched_setaffinity"):  # before JAX is loaded, which counts the cores then
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.threads])
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    contest(options)


def contest(options):
    import jax
    import jax.numpy as jnp
    import numpy

    case = json.loads((options.case / "case.json").read_text())
    layers, heads, width = case["layers"], case["heads"], case["width"]
    batch, slots = case["batch"], case["slots"]

    def norm(p, name, x):
        mean = x.mean(-1, keepdims=True)
        variance = jnp.square(x - mean).mean(-1, keepdims=True)
        return (x - mean) * jax.lax.rsqrt(variance + 1e-5) * p[f"{name}.norm.scale"] + p[f"{name}.norm.bias"]

    def dense(p, name, x):
        return x @ p[name] + p[f"{name}.bias"]

    def loss_of(p, tokens, labels):
        x = p["tokens"][tokens] + p["positions"]
        for i in range(layers):
            y = norm(p, f"{i}.attention", x)
            query, key, value = (
                dense(p, f"{i}.attention.{part}", y).reshape(batch, slots, heads, width // heads)
                for part in ("query", "key", "value"))
            mixed = jax.nn.dot_product_attention(query, key, value, is_causal=True).reshape(batch, slots, width)
            x = x + dense(p, f"{i}.attention.output", mixed)
            y = dense(p, f"{i}.mlp.input", norm(p, f"{i}.mlp", x))
            x = x + dense(p, f"{i}.mlp.output", jax.nn.gelu(y, approximate=True))
        logits = dense(p, "head", norm(p, "final", x))
        logs = jax.nn.log_softmax(logits)
        return -jnp.take_along_axis(logs, labels[..., None], -1).mean()

    def step(state, tokens, labels):
        p, m, v, now = state
        loss, g = jax.value_and_grad(loss_of)(p, tokens, labels)
        size = jnp.sqrt(sum(jnp.square(each).sum() for each in jax.tree.leaves(g)))
        factor = case["clipNorm"] / jnp.maximum(size, case["clipNorm"])
        b1, b2, now = case["beta1"], case["beta2"], now + 1
        m = jax.tree.map(lambda m, g: b1 * m + (1 - b1) * factor * g, m, g)
        v = jax.tree.map(lambda v, g: b2 * v + (1 - b2) * jnp.square(factor * g), v, g)
        c1, c2 = 1 - b1**now, 1 - b2**now
        p = jax.tree.map(lambda p, m, v: p - case["learningRate"] * (m / c1) / (jnp.sqrt(v / c2) + 1e-8), p, m, v)
        return (p, m, v, now), loss

    flat = numpy.fromfile(options.case / "theta.bin", numpy.float32)
    theta, start = {}, 0
    for parameter in case["parameters"]:
        size = int(numpy.prod(parameter["shape"]))
        theta[parameter["name"]] = flat[start:start + size].reshape(parameter["shape"])
        start += size
    if start != len(flat):
        raise SystemExit(f"theta.bin holds {len(flat)} numbers, case.json speaks of {start}")
    tokens, labels = (
        numpy.fromfile(options.case / f"{name}.bin", numpy.int32).reshape(batch, slots) for name in ("tokens", "labels"))

    def trainee(mode):
        """A step function that returns the loss of the first model, its first two losses, and the ms of its first step, which compiles."""
        models = 1 if mode == "jit" else int(mode.removeprefix("vmap"))
        program, one = (step, lambda x: x) if mode == "jit" else (jax.vmap(step), lambda x: numpy.stack([x] * models))
        compiled = jax.jit(program, donate_argnums=0)
        zeros = {name: numpy.zeros_like(value) for name, value in theta.items()}
        state = jax.tree.map(lambda x: jnp.array(one(x)), (theta, zeros, zeros, numpy.float32(0)))
        read, predicted = jnp.array(one(tokens)), jnp.array(one(labels))

        def make_step():
            nonlocal state
            state, loss = compiled(state, read, predicted)
            return float(loss if mode == "jit" else loss[0])

        before = time.perf_counter()
        first = make_step()
        made_ready = 1000 * (time.perf_counter() - before)
        return (make_step, models), [first, make_step()], made_ready

    ready = {"jax": jax.__version__, "threads": options.threads, "firstLosses": {}, "compileMs": {}}
    steps = {}
    for mode in options.modes.split(","):
        steps[mode], ready["firstLosses"][mode], ready["compileMs"][mode] = trainee(mode)
    say(ready)
    for line in sys.stdin:
        mode, milliseconds = line.split()
        make_step, models = steps[mode]
        say({"msPerStep": turn(make_step, float(milliseconds)) / models})


if __name__ == "__main__":
    main()
