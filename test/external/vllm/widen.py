"""Writes a small Hugging Face Llama as a wider one that computes the same function, since vLLM's kernels take heads of 32 numbers
and more, and widths that are multiples of 16. What is added is zero, and powers of 2 make up for scales that depend on a width.
usage: python3 widen.py MODELDIR OUTDIR"""
import json, os, shutil, sys
import numpy as np
from safetensors.numpy import load_file, save_file

folder, out = sys.argv[1:3]
config = json.load(open(f'{folder}/config.json'))
tensors = {name: tensor.astype(np.float32) for name, tensor in load_file(f'{folder}/model.safetensors').items()}
WIDE, HEAD, INNER = 4 * config['hidden_size'], 4 * config['head_dim'], 64
half = config['head_dim'] // 2
# A pair of numbers is rotated by the base to the power of its place: the place times 4 among four times as many pairs is the same.
rotated = np.array([4 * pair + part * HEAD // 2 for part in (0, 1) for pair in range(half)])


def padded(tensor, *sizes):
    return np.pad(tensor, [(0, size - own) for own, size in zip(tensor.shape, sizes)])


def of_heads(tensor, places):
    """Rows of all heads, each of them spread over a wider one."""
    own = tensor.reshape(-1, config['head_dim'], *tensor.shape[1:])
    wide = np.zeros((own.shape[0], HEAD, *own.shape[2:]), np.float32)
    wide[:, places] = own
    return wide.reshape(-1, *own.shape[2:])


def widened(name, tensor):
    part = name.split('.')[-2]
    if part.endswith('norm'): return padded(tensor / 2, WIDE)  # over four times as many numbers a root of squares is half of itself
    if part in ('embed_tokens', 'lm_head'): return padded(tensor, tensor.shape[0], WIDE)
    if part in ('q_proj', 'k_proj', 'v_proj'):
        wide = of_heads(tensor, np.arange(config['head_dim']) if part == 'v_proj' else rotated)
        scaled = 2 * wide if part == 'q_proj' else wide  # products are divided by the root of the width of a head
        return scaled if tensor.ndim == 1 else padded(scaled, scaled.shape[0], WIDE)
    if part in ('gate_proj', 'up_proj'): return padded(tensor, *(INNER, WIDE)[: tensor.ndim])
    if tensor.ndim == 1: return padded(tensor, WIDE)
    if part == 'down_proj': return padded(tensor, WIDE, INNER)
    assert part == 'o_proj', name
    return padded(of_heads(tensor.T, np.arange(config['head_dim'])).T, WIDE, HEAD * config['num_attention_heads'])


os.makedirs(out, exist_ok=True)
for name in ('tokenizer.json', 'tokenizer_config.json'):
    shutil.copy(f'{folder}/{name}', out)
wide = {name: np.ascontiguousarray(widened(name, tensor), np.float32) for name, tensor in tensors.items()}
save_file(wide, f'{out}/model.safetensors', metadata={'format': 'pt'})
changed = dict(hidden_size=WIDE, head_dim=HEAD, intermediate_size=INNER, rms_norm_eps=config['rms_norm_eps'] / 4, dtype='float32')
json.dump({**config, **changed}, open(f'{out}/config.json', 'w'))
