"""Trains a byte-level BPE tokenizer with Hugging Face's `tokenizers`, and encodes the text with it. usage: train.py (pip install tokenizers)"""
import json, os
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

here = os.path.dirname(os.path.abspath(__file__))
text = open(f'{here}/text.txt', encoding='utf8').read()
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train_from_iterator(
    [text],
    trainers.BpeTrainer(special_tokens=['<|endoftext|>'], vocab_size=700, min_frequency=2, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False),
)
tokenizer.save(f'{here}/tokenizer.json')
odd = "It's 1790: naïve façade – 12,345 ‘quotes’, 日本語, 👩‍🔬\ttabs  and   spaces \n\n lines\u00a0here   "
json.dump({'text': tokenizer.encode(text).ids, 'odd': odd, 'oddIds': tokenizer.encode(odd).ids}, open(f'{here}/ids.json', 'w'))
