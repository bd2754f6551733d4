"""Makes the checkpoints beside this file, and expected.json: Hugging Face's log-probability of every response to every prompt.

    npx hallucination-rate corpus test/external/huggingface/corpus.yaml --out /tmp/corpus --format jsonl
    pip install torch transformers onnx onnxscript
    python3 test/external/huggingface/makeCheckpoints.py /tmp/corpus

The weights are random, and large enough that attention is far from uniform. Nothing is downloaded."""
import json, os, shutil, sys
import torch, transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

corpus, here = sys.argv[1], os.path.dirname(os.path.abspath(__file__))
rows = lambda name: [json.loads(line) for line in open(f'{corpus}/{name}.jsonl')]
prompts, responses = rows('prompts'), rows('responses')
texts = [f"{p['prompt']} {r['response']}" for p in prompts for r in responses if r['family'] == p['family']]
END = '<|endoftext|>'
torch.set_num_threads(1)


def byte_level(vocabulary):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(special_tokens=[END], vocab_size=vocabulary, initial_alphabet=alphabet))
    return tokenizer


def word_level():
    tokenizer = Tokenizer(models.WordLevel(unk_token=END))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.train_from_iterator(texts, trainers.WordLevelTrainer(special_tokens=[END]))
    return tokenizer


def begun(tokenizer):
    """The same tokenizer, which puts a token before every text."""
    tokenizer.post_processor = processors.TemplateProcessing(single=f'{END} $A', special_tokens=[(END, 0)])
    return tokenizer


def made(name, tokenizer, model, dtype=torch.float32, shard='1GB'):
    folder = f'{here}/{name}'
    shutil.rmtree(folder, ignore_errors=True)
    torch.manual_seed(1)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, 0.5 if parameter.dim() == 1 else 0, 0.3)
    model.to(dtype).save_pretrained(folder, max_shard_size=shard)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token=END, eos_token=END, unk_token=END)
    fast.save_pretrained(folder)
    for extra in set(os.listdir(folder)) - {'config.json', 'tokenizer.json', 'tokenizer_config.json'}:
        if not extra.startswith('model'):
            os.remove(f'{folder}/{extra}')
    return fast


def expected(name, fast):
    """ln p of every response, with and without the token at the beginning, and the ids of some texts."""
    model = type_of[name].from_pretrained(f'{here}/{name}', dtype=torch.float32).eval()

    def scores(prompt, responses, bos):
        lead = [fast.bos_token_id] if bos else []
        before = lead + fast(prompt, add_special_tokens=False)['input_ids']
        rows = [lead + fast(f'{prompt} {response}', add_special_tokens=False)['input_ids'] for response in responses]
        assert all(row[: len(before)] == before for row in rows)
        longest = max(map(len, rows))  # padded on the right, which earlier tokens do not see
        with torch.no_grad():
            logits = model(torch.tensor([row + [0] * (longest - len(row)) for row in rows])).logits
        logs = torch.log_softmax(logits.double(), -1)
        score = lambda i, row: sum(logs[i, at - 1, row[at]].item() for at in range(len(before), len(row)))
        return [round(score(i, row), 7) for i, row in enumerate(rows)]

    pairs = [(p['prompt'], [r['response'] for r in responses if r['family'] == p['family']]) for p in prompts]
    return {
        'ids': [fast(text)['input_ids'] for text in texts[::97]],
        'withBos': [scores(p, rs, True) for p, rs in pairs],
        'without': [scores(p, rs, False) for p, rs in pairs],
    }


def llama(tokenizer, **options):
    return LlamaForCausalLM(LlamaConfig(vocab_size=tokenizer.get_vocab_size(), hidden_size=24, intermediate_size=40, num_hidden_layers=2,
                                        num_attention_heads=4, max_position_embeddings=64, bos_token_id=0, eos_token_id=0, **options))


def gpt2(tokenizer, **options):
    return GPT2LMHeadModel(GPT2Config(vocab_size=tokenizer.get_vocab_size(), n_positions=64, n_embd=24, n_layer=2, n_head=3,
                                      bos_token_id=0, eos_token_id=0, **options))


bpe, words, byte, begun_bpe = byte_level(320), begun(word_level()), byte_level(257), begun(byte_level(320))
fast = {
    'gpt2-bpe': made('gpt2-bpe', bpe, gpt2(bpe, n_inner=40, layer_norm_epsilon=1e-3)),
    'gpt2-words': made('gpt2-words', words, gpt2(words, tie_word_embeddings=False), torch.bfloat16, '20KB'),
    'llama-bpe': made('llama-bpe', begun_bpe, llama(begun_bpe, num_key_value_heads=2, attention_bias=True, mlp_bias=True, rms_norm_eps=1e-3,
                                                    rope_parameters={'rope_theta': 500.0, 'rope_type': 'default'}, head_dim=8), torch.float16),
    'llama-bytes': made('llama-bytes', byte, llama(byte, tie_word_embeddings=True)),
}
type_of = {name: GPT2LMHeadModel if name.startswith('gpt2') else LlamaForCausalLM for name in fast}
result = {
    'source': f'transformers {transformers.__version__}, torch {torch.__version__}, float32, log-softmax in float64',
    'texts': texts[::97],
    'prompts': [p['prompt'] for p in prompts],
    'responses': [[r['response'] for r in responses if r['family'] == p['family']] for p in prompts][:1]
    + [[r['response'] for r in responses if r['family'] == prompts[-1]['family']]],
    'models': {name: expected(name, each) for name, each in fast.items()},
}
json.dump(result, open(f'{here}/expected.json', 'w'), separators=(',', ':'))
