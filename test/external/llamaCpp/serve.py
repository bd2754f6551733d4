"""Serves a small Hugging Face Llama by llama.cpp's own server (PyPI xllamacpp 2026.10.11549), with a float32 cache.
The folder becomes a GGUF of 32-bit weights (PyPI gguf 0.19, numpy). Prints the address, and ends with its standard input.
usage: python3 serve.py MODELDIR OUT.gguf"""
import json, socket, struct, sys
import gguf, numpy as np, xllamacpp as x

folder, out = sys.argv[1:3]
config = json.load(open(f'{folder}/config.json'))
with open(f'{folder}/model.safetensors', 'rb') as file:
    header = json.loads(file.read(struct.unpack('<Q', file.read(8))[0]))
    body = file.read()
types = {'F16': np.float16, 'F32': np.float32}
tensors = {
    name: np.frombuffer(body[slice(*each['data_offsets'])], types[each['dtype']]).reshape(each['shape']).astype(np.float32)
    for name, each in header.items()
    if name != '__metadata__'
}
heads, groups, layers = config['num_attention_heads'], config['num_key_value_heads'], config['num_hidden_layers']


def rotated(weight, heads):
    """llama.cpp rotates neighbours, Hugging Face the halves of a head."""
    return weight.reshape(heads, 2, weight.shape[0] // heads // 2, *weight.shape[1:]).swapaxes(1, 2).reshape(weight.shape)


names = {
    'input_layernorm': 'attn_norm', 'post_attention_layernorm': 'ffn_norm', 'self_attn.q_proj': 'attn_q', 'self_attn.k_proj': 'attn_k',
    'self_attn.v_proj': 'attn_v', 'self_attn.o_proj': 'attn_output', 'mlp.gate_proj': 'ffn_gate', 'mlp.up_proj': 'ffn_up', 'mlp.down_proj': 'ffn_down',
}
tokenizer = json.load(open(f'{folder}/tokenizer.json'))
vocabulary = sorted(tokenizer['model']['vocab'].items(), key=lambda each: each[1])
special = {each['id'] for each in tokenizer['added_tokens']}
for each in tokenizer['added_tokens']:
    if each['content'] not in tokenizer['model']['vocab']: vocabulary.insert(each['id'], (each['content'], each['id']))
writer = gguf.GGUFWriter(out, 'llama')
writer.add_name('fixture'); writer.add_file_type(0); writer.add_vocab_size(config['vocab_size'])
writer.add_context_length(config['max_position_embeddings']); writer.add_embedding_length(config['hidden_size']); writer.add_block_count(layers)
writer.add_feed_forward_length(config['intermediate_size']); writer.add_head_count(heads); writer.add_head_count_kv(groups)
writer.add_key_length(config['head_dim']); writer.add_value_length(config['head_dim']); writer.add_rope_dimension_count(config['head_dim'])
writer.add_rope_freq_base(config['rope_parameters']['rope_theta']); writer.add_layer_norm_rms_eps(config['rms_norm_eps'])
writer.add_tokenizer_model('gpt2'); writer.add_tokenizer_pre('gpt-2'); writer.add_token_list([name for name, _ in vocabulary])
writer.add_token_types([3 if id in special else 1 for _, id in vocabulary]); writer.add_token_merges([' '.join(each) for each in tokenizer['model']['merges']])
writer.add_bos_token_id(config['bos_token_id']); writer.add_eos_token_id(config['eos_token_id']); writer.add_add_bos_token(True)
embedding = tensors['model.embed_tokens.weight']
writer.add_tensor('token_embd.weight', embedding); writer.add_tensor('output.weight', tensors.get('lm_head.weight', embedding))
writer.add_tensor('output_norm.weight', tensors['model.norm.weight'])
for layer in range(layers):
    for theirs, ours in names.items():
        for part in ('weight', 'bias'):
            tensor = tensors.get(f'model.layers.{layer}.{theirs}.{part}')
            if tensor is None: continue
            if ours in ('attn_q', 'attn_k'): tensor = rotated(tensor, heads if ours == 'attn_q' else groups)
            writer.add_tensor(f'blk.{layer}.{ours}.{part}', np.ascontiguousarray(tensor))
writer.write_header_to_file(); writer.write_kv_data_to_file(); writer.write_tensors_to_file(); writer.close()

with socket.socket() as free:
    free.bind(('127.0.0.1', 0)); port = free.getsockname()[1]
options = x.CommonParams()
options.model.path, options.port, options.n_ctx, options.n_parallel, options.cpuparams.n_threads, options.warmup = out, port, 256, 1, 1, False
options.cache_type_k = options.cache_type_v = x.ggml_type.GGML_TYPE_F32
options.flash_attn_type = x.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
server = x.Server(options)
print(server.listening_address, flush=True)
sys.stdin.read()
