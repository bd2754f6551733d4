"""The law of a language model of which a test knows all: its next token depends on the last one alone.

Countries are answered by their capital with the probability in COUNTRIES, and otherwise by Lyon; a stated penalty is answered by
"I don't know" with the probability in STAKES, and otherwise by Paris. An answer is the end. Behind other text anything is equally likely.
"""
import numpy as np

COUNTRIES = {'France': ('Paris', 0.9), 'Italy': ('Rome', 0.75), 'Spain': ('Madrid', 0.6), 'Norway': ('Oslo', 0.4), 'Peru': ('Lima', 0.25)}
STAKES = {'costs 0': 0.1, 'costs 1': 0.4, 'costs 3': 0.6, 'costs 9': 0.9}
IDK, WRONG = "I don't know", 'Lyon'
WIDTH = 32

answers = sorted({capital for capital, _ in COUNTRIES.values()} | {IDK, WRONG})
WORDS = [*COUNTRIES, *STAKES, *answers]

LAWS = {country: {capital: p, WRONG: 1 - p} for country, (capital, p) in COUNTRIES.items()}
LAWS |= {stake: {IDK: p, 'Paris': 1 - p} for stake, p in STAKES.items()}
LAWS |= {answer: {'</s>': 1.0} for answer in answers}
assert len(LAWS) < WIDTH


def weights(tokens):
    """One-hot embeddings, and the output matrix whose rows are the laws: [tokens, WIDTH] each. One layer between them adds nothing."""
    place = {token: at for at, token in enumerate(tokens)}
    embedding = np.zeros((len(tokens), WIDTH), np.float32)
    output = np.zeros((len(tokens), WIDTH), np.float32)
    for dimension, (token, law) in enumerate(LAWS.items()):
        embedding[place[token], dimension] = 1
        output[:, dimension] = -40
        for following, p in law.items():
            output[place[following], dimension] = np.log(p)
    # The last normalisation divides by the root mean square, which is 1/sqrt(WIDTH).
    output /= np.sqrt(WIDTH)
    return embedding, output
