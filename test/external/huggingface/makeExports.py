"""Makes the ONNX exports beside this file from the checkpoint gpt2-bpe: makeCheckpoints.py is run before.

    pip install torch transformers onnx onnxscript
    python3 test/external/huggingface/makeExports.py

onnx-ids reads token ids alone, onnx-mask an attention mask, too. onnx-lost has lost the causal mask by that. onnx-past asks
for earlier keys and values, of which there may be none."""
import os, shutil
import onnx
import torch
from transformers import DynamicCache, GPT2LMHeadModel

torch.set_num_threads(1)
here = os.path.dirname(os.path.abspath(__file__))
model = GPT2LMHeadModel.from_pretrained(f'{here}/gpt2-bpe', attn_implementation='eager').eval()
heads, width = model.config.n_head, model.config.n_embd // model.config.n_head
batch, length = torch.export.Dim('batch'), torch.export.Dim('length')
ids = torch.ones(2, 9, dtype=torch.long)


class Ids(torch.nn.Module):
    def forward(self, input_ids):
        return model(input_ids=input_ids, use_cache=False).logits


class Masked(torch.nn.Module):
    def forward(self, input_ids, attention_mask):
        return model(input_ids=input_ids, attention_mask=attention_mask, use_cache=False).logits


class Lost(torch.nn.Module):
    """Sees later tokens: with a mask of its own making, Hugging Face adds no causal one."""

    def forward(self, input_ids, attention_mask):
        hidden = (1 - attention_mask[:, None, None, :].float()).expand(-1, 1, input_ids.shape[1], -1)
        return model(input_ids=input_ids, attention_mask=-1e9 * hidden, use_cache=False).logits


class Continued(torch.nn.Module):
    def forward(self, input_ids, attention_mask, keys0, values0, keys1, values1):
        length, total = input_ids.shape[1], keys0.shape[2] + input_ids.shape[1]
        places = torch.arange(length) + keys0.shape[2]
        sees = (torch.arange(total)[None] <= places[:, None]).float()
        hidden = (1 - sees)[None, None] + (1 - attention_mask[:, None, None, :].float())
        cache = DynamicCache()
        cache.update(keys0, values0, 0)
        cache.update(keys1, values1, 1)
        return model(input_ids=input_ids, attention_mask=-1e9 * hidden, position_ids=places[None], past_key_values=cache).logits


def exported(name, module, inputs, names, shapes):
    folder = f'{here}/{name}'
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    torch.onnx.export(module.eval(), inputs, f'{folder}/model.onnx', input_names=names, output_names=['logits'], dynamic_shapes=shapes,
                      dynamo=True, external_data=False, verbose=False)
    for file in ('config.json', 'tokenizer.json', 'tokenizer_config.json'):
        shutil.copy(f'{here}/gpt2-bpe/{file}', folder)
    # The exporter writes paths of this machine into every node.
    made = onnx.load(f'{folder}/model.onnx')
    for node in made.graph.node:
        node.doc_string = ''
        del node.metadata_props[:]
    del made.graph.metadata_props[:]
    onnx.save(made, f'{folder}/model.onnx')


rows = {0: batch, 1: length}
exported('onnx-ids', Ids(), (ids,), ['input_ids'], {'input_ids': rows})
exported('onnx-mask', Masked(), (ids, torch.ones_like(ids)), ['input_ids', 'attention_mask'], {'input_ids': rows, 'attention_mask': rows})
exported('onnx-lost', Lost(), (ids, torch.ones_like(ids)), ['input_ids', 'attention_mask'], {'input_ids': rows, 'attention_mask': rows})
earlier = [f'past_key_values.{layer}.{part}' for layer in (0, 1) for part in ('key', 'value')]
auto = torch.export.Dim.AUTO
exported('onnx-past', Continued(), (ids, torch.ones(2, 13, dtype=torch.long), *(torch.zeros(2, heads, 4, width) for _ in earlier)),
         ['input_ids', 'attention_mask', *earlier],
         [{0: auto, 1: auto}, {0: auto, 1: auto}, *({0: auto, 2: auto} for _ in earlier)])
