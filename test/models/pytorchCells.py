# Makes pytorchCells.json: python3 pytorchCells.py > pytorchCells.json. PyTorch's GRU and LSTM on small numbers, weights in the layout of this project.
import json, torch
torch.manual_seed(0)
def cell(kind, gates):
    size, layers, vocabulary = 3, 2, 5
    net = getattr(torch.nn, kind)(size, size, layers, batch_first=True).double()
    embedding, head = torch.nn.Embedding(vocabulary, size).double(), torch.nn.Linear(size, vocabulary).double()
    tokens = torch.tensor([[0, 3, 1, 4], [0, 2, 2, 1]])
    with torch.no_grad():
        for p in net.parameters(): p.copy_(torch.randn_like(p).float().double())
        for m in (embedding, head):
            for p in m.parameters(): p.copy_(torch.randn_like(p).float().double())
        logits = head(net(embedding(tokens))[0])
    parameters = {'tokens': embedding.weight.tolist(), 'head': head.weight.T.tolist(), 'head.bias': head.bias.tolist()}
    for l in range(layers):
        wi, wh, bi, bh = [getattr(net, f'{n}_l{l}').detach() for n in ('weight_ih', 'weight_hh', 'bias_ih', 'bias_hh')]
        if kind == 'LSTM':  # i, f, g, o -> i, f, o, g; the two biases only ever act as their sum
            order = [0, 1, 3, 2]
            pick = lambda x: torch.cat([x.chunk(4)[k] for k in order])
            parameters |= {f'{l}.input': pick(wi).T.tolist(), f'{l}.input.bias': pick(bi + bh).tolist(), f'{l}.recurrent': pick(wh).T.tolist()}
        else:               # r, z, n in both; of the recurrent bias r's and z's parts act as a sum with the input's
            both = bi.clone(); both[:2 * size] += bh[:2 * size]
            parameters |= {f'{l}.input': wi.T.tolist(), f'{l}.input.bias': both.tolist(), f'{l}.recurrent': wh.T.tolist(), f'{l}.recurrent.bias': bh[2 * size:].tolist()}
    return {'parameters': parameters, 'tokens': tokens.tolist(), 'logits': logits.tolist()}
print(json.dumps({'source': f'PyTorch {torch.__version__}, torch.nn.GRU and torch.nn.LSTM, float64', 'gru': cell('GRU', 3), 'lstm': cell('LSTM', 4)}))
