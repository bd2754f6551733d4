"""Makes the table of README.md anew: trains four Hugging Face models and the program's own transformer on one corpus, and measures all.

    python3 table.py FOLDER [--steps 1200] [--only gpt2-bytes,llama-bpe]

Each row ends with the minutes that training and scoring took.
"""
import argparse
import json
import os
import subprocess
import sys
import time

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.abspath(f'{here}/../..')
parser = argparse.ArgumentParser()
parser.add_argument('folder')
parser.add_argument('--steps', default='1200')
parser.add_argument('--experiment', default=f'{here}/facts.yaml')
MODELS = {'gpt2-words': ('gpt2', 'words'), 'gpt2-bpe': ('gpt2', 'bpe'), 'gpt2-bytes': ('gpt2', 'bytes'), 'llama-bpe': ('llama', 'bpe')}
parser.add_argument('--only', default=','.join(MODELS), help='models to train, with commas between')
args = parser.parse_args()
chosen = args.only.split(',')
for name in chosen:
    if name not in MODELS:
        parser.error(f'--only takes {", ".join(MODELS)}, got "{name}"')
folder = os.path.abspath(args.folder)
corpus, runs = f'{folder}/corpus', f'{folder}/runs'


def program(*words):
    done = subprocess.run(['node', f'{root}/dist/cli/main.js', *words], cwd=root, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(done.returncode)
    return done.stdout


def python(script, *words):
    subprocess.run([sys.executable, f'{here}/{script}', *words], check=True)


def measured(name, *words):
    return json.loads(program('measure', corpus, *words, '--out', f'{runs}/{name}', '--json'))['runs']


experiment = os.path.abspath(args.experiment)
program('corpus', experiment, '--out', corpus, '--format', 'jsonl')
begun = time.time()
own = json.loads(program('run', experiment, '--out', f'{runs}/own', '--json'))['runs']
table = {'the own transformer': (own[0], None, time.time() - begun)}
for name in chosen:
    model, tokenizer = MODELS[name]
    place = f'{folder}/{name}'
    begun = time.time()
    python('train.py', corpus, place, '--model', model, '--tokenizer', tokenizer, '--steps', args.steps)
    python('score.py', place, corpus, f'{place}.parquet')
    seconds = time.time() - begun
    (by_table,) = measured(f'{name}-table', '--table', f'{place}.parquet')
    (by_checkpoint,) = measured(f'{name}-checkpoint', '--checkpoint', place)
    table[name] = (by_table, by_checkpoint, seconds)

FIGURES = ['errorRate', 'invalidMass', 'delta']
families = list(own[0]['families'])
arbitrary, others = families[0], families[1:]
print(f"MM of {arbitrary}: {own[0]['families'][arbitrary]['missingMass']:.4f}\n")
print('| model | err | invalid | err + invalid | δ |', ' '.join(f'err of {other} |' for other in others), 'largest difference by --checkpoint | minutes |')
print('| --- | --- | --- | --- | --- |', ' '.join('--- |' for _ in others), '--- | --- |')
for name, (by_table, by_checkpoint, seconds) in table.items():
    figures = by_table['families'][arbitrary]
    err, invalid, delta = (figures[key] for key in FIGURES)
    pattern = [f"{by_table['families'][other]['errorRate']:.4f} |" for other in others]
    apart = '–' if by_checkpoint is None else '%.0e' % max(
        abs(by_table['families'][family][key] - by_checkpoint['families'][family][key]) for family in families for key in FIGURES)
    print(f'| {name} | {err:.4f} | {invalid:.4f} | **{err + invalid:.4f}** | {delta:.4f} |', *pattern, f'{apart} | {seconds / 60:.0f} |')
