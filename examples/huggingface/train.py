"""Trains a small Hugging Face model on a corpus that `hallucination-rate corpus --format jsonl` wrote, and saves its folder.

    python3 train.py CORPUS OUT --model gpt2 --tokenizer bpe
"""
import argparse
import json
import math

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

parser = argparse.ArgumentParser()
parser.add_argument('corpus')
parser.add_argument('out')
parser.add_argument('--model', choices=['gpt2', 'llama'], default='gpt2')
parser.add_argument('--tokenizer', choices=['words', 'bpe', 'bytes'], default='bpe')
parser.add_argument('--steps', type=int, default=1200)
parser.add_argument('--width', type=int, default=96)
args = parser.parse_args()
BATCH, RATE, END = 128, 4e-3, '<|endoftext|>'
torch.manual_seed(1)
torch.set_num_threads(1)


def rows(name):
    return [json.loads(line) for line in open(f'{args.corpus}/{name}.jsonl', encoding='utf-8')]


def make_tokenizer(texts):
    """END stands before every text. The folder says so, and whoever scores the model puts it there."""
    if args.tokenizer == 'words':
        tokenizer = Tokenizer(models.WordLevel(unk_token=END))
        tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
        trainer = trainers.WordLevelTrainer(special_tokens=[END], vocab_size=100_000)
    else:
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        size = 257 if args.tokenizer == 'bytes' else 600
        trainer = trainers.BpeTrainer(special_tokens=[END], vocab_size=size, initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single=f'{END} $A', special_tokens=[(END, 0)])
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token=END, eos_token=END, unk_token=END)


examples = rows('examples')
# The tokenizer must know every word that is asked for, also those that training does not show.
words = [row['prompt'] for row in rows('prompts')] + [row['response'] for row in rows('responses')]
tokenizer = make_tokenizer([row['prompt'] + row['completion'] for row in examples] + (words if args.tokenizer == 'words' else []))
ids = [tokenizer(row['prompt'] + row['completion'])['input_ids'] for row in examples]
starts = [len(tokenizer(row['prompt'])['input_ids']) for row in examples]
longest = max(map(len, ids))
inputs = torch.zeros(len(ids), longest, dtype=torch.long)
labels = torch.full((len(ids), longest), -100)  # the loss is on the response and its stop
for i, (row, start) in enumerate(zip(ids, starts)):
    inputs[i, : len(row)] = torch.tensor(row)
    labels[i, start : len(row)] = inputs[i, start : len(row)]

shared = dict(vocab_size=len(tokenizer), bos_token_id=0, eos_token_id=0, initializer_range=args.width**-0.5)
if args.model == 'gpt2':
    config = GPT2Config(n_positions=longest + 64, n_embd=args.width, n_layer=2, n_head=2, resid_pdrop=0, embd_pdrop=0, attn_pdrop=0, **shared)
    model = GPT2LMHeadModel(config)
else:
    config = LlamaConfig(max_position_embeddings=longest + 64, hidden_size=args.width, intermediate_size=4 * args.width,
                         num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1, **shared)
    model = LlamaForCausalLM(config)
optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, betas=(0.9, 0.99), weight_decay=0)
order = torch.randperm(len(ids))
for step in range(args.steps):
    at = step * BATCH % (len(ids) - BATCH + 1)
    if at < BATCH:
        order = torch.randperm(len(ids))
    batch = order[at : at + BATCH]
    for group in optimizer.param_groups:
        group['lr'] = RATE * min(1, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * step / args.steps))
    loss = model(input_ids=inputs[batch], labels=labels[batch]).loss
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    if (step + 1) % 100 == 0:
        print(step + 1, f'{loss.item():.4f}', flush=True)
model.save_pretrained(args.out)
tokenizer.save_pretrained(args.out)
