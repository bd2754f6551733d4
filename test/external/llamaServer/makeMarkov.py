"""Writes markov.gguf: a language model for llama.cpp whose law is known, since its next token depends on the last one alone.

pip install gguf numpy; python makeMarkov.py markov.gguf

It has the architecture of Llama, one layer that adds nothing (its output projections are 0) and one-hot embeddings, so that the logits
behind a token are a row of the output matrix. Words of the law are tokens of their own; all other text is bytes, behind which anything
is equally likely. The law is in markovLaw.py.
"""
import sys
import numpy as np
import gguf
from markovLaw import WIDTH, WORDS, weights

special = ['<unk>', '<s>', '</s>']
tokens = [*special, *(f'<0x{byte:02X}>' for byte in range(256)), *WORDS]
types = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
types += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.USER_DEFINED] * len(WORDS)
embedding, output = weights(tokens)

writer = gguf.GGUFWriter(sys.argv[1], 'llama')
writer.add_name('markov')
writer.add_context_length(512)
writer.add_embedding_length(WIDTH)
writer.add_block_count(1)
writer.add_feed_forward_length(WIDTH)
writer.add_head_count(1)
writer.add_head_count_kv(1)
writer.add_layer_norm_rms_eps(1e-9)
writer.add_rope_dimension_count(WIDTH)
writer.add_vocab_size(len(tokens))
writer.add_file_type(gguf.LlamaFileType.ALL_F32)
writer.add_tokenizer_model('llama')
writer.add_token_list(tokens)
writer.add_token_scores([0.0] * len(tokens))
writer.add_token_types(types)
writer.add_unk_token_id(0)
writer.add_bos_token_id(1)
writer.add_eos_token_id(2)
writer.add_add_bos_token(False)
writer.add_add_eos_token(False)
writer.add_add_space_prefix(False)
writer.add_chat_template("{% for message in messages %}{{ message['content'] }}{% endfor %}")
one, zero = np.ones(WIDTH, np.float32), np.zeros((WIDTH, WIDTH), np.float32)
writer.add_tensor('token_embd.weight', embedding)
writer.add_tensor('output_norm.weight', one)
writer.add_tensor('output.weight', output)
for name in ['attn_q', 'attn_k', 'attn_v', 'attn_output', 'ffn_gate', 'ffn_up', 'ffn_down']:
    writer.add_tensor(f'blk.0.{name}.weight', zero)
for name in ['attn_norm', 'ffn_norm']:
    writer.add_tensor(f'blk.0.{name}.weight', one)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
