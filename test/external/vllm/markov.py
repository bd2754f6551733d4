"""Writes the model of markovLaw.py as the folder of a Hugging Face Llama, which vLLM serves. Text without words of the law is unknown.
usage: python3 markov.py OUTDIR"""
import json, os, sys
import numpy as np
from safetensors.numpy import save_file
from tokenizers import AddedToken, Regex, Tokenizer, models, pre_tokenizers

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, f'{here}/../llamaServer')
from markovLaw import WIDTH, WORDS, weights

out = sys.argv[1]
tokens = ['<unk>', '<s>', '</s>', *WORDS]
embedding, output = weights(tokens)
one, zero = np.ones(WIDTH, np.float32), np.zeros((WIDTH, WIDTH), np.float32)
tensors = {'model.embed_tokens.weight': embedding, 'model.norm.weight': one, 'lm_head.weight': output}
for name in ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj', 'self_attn.o_proj', 'mlp.gate_proj', 'mlp.up_proj', 'mlp.down_proj']:
    tensors[f'model.layers.0.{name}.weight'] = zero
for name in ['input_layernorm', 'post_attention_layernorm']:
    tensors[f'model.layers.0.{name}.weight'] = one
os.makedirs(out, exist_ok=True)
save_file({name: tensor.copy() for name, tensor in tensors.items()}, f'{out}/model.safetensors', metadata={'format': 'pt'})
config = dict(
    architectures=['LlamaForCausalLM'], model_type='llama', vocab_size=len(tokens), hidden_size=WIDTH, intermediate_size=WIDTH,
    num_hidden_layers=1, num_attention_heads=1, num_key_value_heads=1, head_dim=WIDTH, max_position_embeddings=512, hidden_act='silu',
    rms_norm_eps=1e-9, tie_word_embeddings=False, bos_token_id=1, eos_token_id=2, dtype='float32',
)
json.dump(config, open(f'{out}/config.json', 'w'))
tokenizer = Tokenizer(models.WordLevel({token: at for at, token in enumerate(tokens)}, unk_token='<unk>'))
tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex('(?m).'), 'isolated')
tokenizer.add_special_tokens(['<s>', '</s>'])
tokenizer.add_tokens([AddedToken(word, normalized=False) for word in WORDS])
tokenizer.save(f'{out}/tokenizer.json')
names = dict(tokenizer_class='PreTrainedTokenizerFast', unk_token='<unk>', bos_token='<s>', eos_token='</s>')
json.dump(names, open(f'{out}/tokenizer_config.json', 'w'))
