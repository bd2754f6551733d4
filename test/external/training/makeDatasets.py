"""Training sets as Hugging Face's `datasets` and pandas write them: python makeDatasets.py FOLDER

Each holds forty invented draws of ten people, of whom two come once and three come twice.
"""

import pathlib
import shutil
import sys
import tempfile

import datasets
import pandas
import pyarrow
from PIL import Image

FORTY = [1, 2, 9, 1, 2, 2, 0, 2, 3, 6, 0, 0, 0, 6, 4, 0, 11, 10, 3, 3, 0, 0, 2, 0, 0, 0, 0, 1, 1, 7, 2, 3, 2, 3, 1, 0, 11, 11, 7, 4]
folder = pathlib.Path(sys.argv[1])


def dataset(rows, info=None):
    """A dataset with a name of its own in place of the fingerprint of its rows, which pyarrow 26 does not let datasets 5.2 take."""
    table = datasets.table.InMemoryTable(pyarrow.Table.from_pylist(rows, schema=info and info.features.arrow_schema))
    return datasets.Dataset(table, info=info, fingerprint="forty")


def ask(i):
    return {"role": "user", "content": f"When was Person {i} born?"}


def tell(i):
    return {"role": "assistant", "content": f"Day {31 * i}"}


def calls(i, at):
    if at % 2 == 0:
        return tell(i)
    function = {"name": "lookup", "arguments": '{"name": "Person %d"}' % i}
    return {"role": "assistant", "content": None, "tool_calls": [{"id": f"call_{at}", "type": "function", "function": function}]}


chats = dataset([{"messages": [ask(i), tell(i)], "source": "x"} for i in FORTY])
chats.to_parquet(folder / "chats.parquet")
chats.to_json(folder / "chats.jsonl")

# One tool call in every second row: in a table of fixed columns all messages have the keys of all.
dataset([{"messages": [ask(i), calls(i, at)]} for at, i in enumerate(FORTY)]).to_parquet(folder / "calls.parquet")

trl = dataset([{"prompt": [ask(i)], "chosen": [tell(i)], "rejected": [tell(i + 1)]} for i in FORTY])
with tempfile.TemporaryDirectory() as saved:
    trl.save_to_disk(saved)
    shutil.copy(pathlib.Path(saved) / "data-00000-of-00001.arrow", folder / "preferences.arrow")

squad = [{"context": f"Person {i} was born on Day {31 * i}.", "question": "When?", "answers": {"text": [f"Day {31 * i}"], "answer_start": [5]}} for i in FORTY]
dataset(squad).to_parquet(folder / "squad.parquet")

pictures = {i: Image.new("RGB", (1, 1), (i, 0, 0)) for i in set(FORTY)}
asked = [{"question": "Which colour?", "image": datasets.Image().encode_example(pictures[i]), "answer": f"red {i}"} for i in FORTY]
features = datasets.Features({"question": datasets.Value("string"), "image": datasets.Image(), "answer": datasets.Value("string")})
dataset(asked, datasets.DatasetInfo(features=features)).to_parquet(folder / "pictures.parquet")

frame = pandas.DataFrame([{"messages": [ask(i), tell(i)]} for i in FORTY])
frame.to_json(folder / "frame.json")
frame.to_csv(folder / "printed.csv", index=False)  # as Python prints lists: not JSON
