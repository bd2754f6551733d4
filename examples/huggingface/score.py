"""Writes ln p(response | prompt) of every response to every prompt of a corpus, by any Hugging Face model that takes its own mask.

    python3 score.py MODEL CORPUS OUT.parquet

All responses follow the prompt in one sequence, as a tree: each token sees the prompt, the tokens before it in its own response,
and itself, at the position that it would have alone. One pass through the model scores a prompt, whatever the number of responses.
"""
import argparse
import json

import pyarrow as pa
import pyarrow.parquet as pq
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

parser = argparse.ArgumentParser()
parser.add_argument('model')
parser.add_argument('corpus')
parser.add_argument('out')
parser.add_argument('--batch', type=int, default=16)
parser.add_argument('--device', default='cpu')
args = parser.parse_args()
tokenizer = AutoTokenizer.from_pretrained(args.model)
model = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32, attn_implementation='sdpa').eval().to(args.device)
if args.device == 'cpu':
    torch.set_num_threads(1)


def rows(name):
    return [json.loads(line) for line in open(f'{args.corpus}/{name}.jsonl', encoding='utf-8')]


def encode(text):
    return tokenizer(text)['input_ids']  # with the token that begins every text, where the tokenizer adds one


def tree_of(tails):
    """Inner nodes (parent, token, depth), parents first, and the edges (response, node behind which, token) of all responses."""
    nodes, number, edges = [], {(): -1}, []
    for response, tail in enumerate(tails):
        for depth, token in enumerate(tail):
            path = tuple(tail[:depth])
            if path not in number:
                number[path] = len(nodes)
                nodes.append((number[path[:-1]], path[-1], depth - 1))
            edges.append((response, number[path], token))
    return nodes, edges


def score_family(prompts, responses):
    prefixes = [encode(row['prompt']) for row in prompts]
    tails = [encode(f"{prompts[0]['prompt']} {text}")[len(prefixes[0]) :] for text in responses]
    for row, ids in zip(prompts, prefixes):
        assert encode(f"{row['prompt']} {responses[0]}") == ids + tails[0], 'the tokenizer joins prompt and response'
    nodes, edges = tree_of(tails)
    sees = torch.eye(len(nodes), dtype=torch.bool)
    for i, (parent, _, _) in enumerate(nodes):
        if parent >= 0:
            sees[i] |= sees[parent]
    response, behind, token = (torch.tensor(column) for column in zip(*edges))
    for length in sorted(set(map(len, prefixes))):
        members = [i for i, ids in enumerate(prefixes) if len(ids) == length]
        mask = torch.tril(torch.ones(length + len(nodes), length + len(nodes), dtype=torch.bool))
        mask[length:, length:] = sees
        bias = torch.zeros(mask.shape).masked_fill(~mask, torch.finfo(torch.float32).min).to(args.device)
        positions = torch.tensor([*range(length), *(length + depth for _, _, depth in nodes)], device=args.device)
        for first in range(0, len(members), args.batch):
            part = members[first : first + args.batch]
            ids = torch.tensor([prefixes[i] + [token for _, token, _ in nodes] for i in part], device=args.device)
            with torch.no_grad():
                logits = model(input_ids=ids, attention_mask=bias[None, None].expand(len(part), 1, -1, -1),
                               position_ids=positions[None].expand(len(part), -1), use_cache=False).logits
            logs = torch.log_softmax(logits[:, length - 1 :].double(), -1).cpu()  # row 0 follows the prompt, row 1 + i node i
            total = torch.zeros(len(part), len(tails), dtype=torch.float64).index_add_(1, response, logs[:, behind + 1, token])
            yield [prompts[i]['promptId'] for i in part], total


prompts, responses, writer = rows('prompts'), rows('responses'), None
for family in dict.fromkeys(row['family'] for row in prompts):
    texts = [row['response'] for row in responses if row['family'] == family]
    for ids, logs in score_family([row for row in prompts if row['family'] == family], texts):
        table = pa.table({
            'family': pa.array([family] * logs.numel()).dictionary_encode(),
            'promptId': pa.array([i for i in ids for _ in texts], pa.int32()),
            'responseId': pa.array(list(range(len(texts))) * len(ids), pa.int32()),
            'logProbability': pa.array(logs.flatten().numpy()),
        })
        writer = writer or pq.ParquetWriter(args.out, table.schema, compression='zstd')
        writer.write_table(table)
writer.close()
