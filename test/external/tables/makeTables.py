"""Writes the files of this folder, as people's programs write them: python makeTables.py FOLDER.

README.md names the versions: pip install pandas pyarrow openpyxl odfpy zstandard.
"""

import sys
from pathlib import Path

import openpyxl
import pandas
import zstandard

folder = Path(sys.argv[1])
OUTCOMES = {
    "a": ["correct"] * 3 + ["incorrect"] * 2 + ["correct"] * 2 + ["abstained"] * 3 + ["correct", "incorrect"],
    "b": ["correct", "incorrect", "correct", "abstained", "incorrect", "abstained"]
    + ["correct", "incorrect", "abstained", "abstained", "incorrect", "abstained"],
}
rows = [
    {"model": model, "question": f"q{place + 1}", "outcome": outcome, "confidence": round(0.05 + 0.53 * place % 0.9, 2)}
    for model, outcomes in OUTCOMES.items()
    for place, outcome in enumerate(outcomes)
]
frame = pandas.DataFrame(rows)

frame.to_feather(folder / "lz4.feather")
frame.assign(outcome=frame.outcome.astype("category")).to_feather(folder / "categories.feather")
frame.to_feather(folder / "zstd.feather", compression="zstd")
for orient in ["columns", "index", "split", "table", "records", "values"]:
    frame.to_json(folder / f"{orient}.json", orient=orient)
(folder / "lists.json").write_text(__import__("json").dumps(frame.to_dict("list")))
frame.to_csv(folder / "german.csv", sep=";", decimal=",", index=False, encoding="utf-8-sig")
frame.to_csv(folder / "index.tsv", sep="\t")
frame.to_csv(folder / "utf16.csv", encoding="utf-16", index=False)
packed = zstandard.ZstdCompressor(level=19).compress(frame.to_json(orient="records", lines=True).encode())
(folder / "lines.jsonl.zst").write_bytes(packed)
checked = zstandard.ZstdCompressor(write_checksum=True).compress(frame.to_json(orient="records", lines=True).encode())
(folder / "checked.jsonl.zst").write_bytes(checked)

with pandas.ExcelWriter(folder / "pandas.xlsx", engine="openpyxl") as writer:
    frame.to_excel(writer, index=False)
with pandas.ExcelWriter(folder / "pandas.ods", engine="odf") as writer:
    frame.to_excel(writer, index=False)

# As people have it: a sheet of notes, rich texts, percentages, empty rows at the end, a formula.
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Graded"
sheet.append(["Model", "Question", "Outcome", "Confidence", "Checked", "Comments", "Comments"])
for row in rows:
    sheet.append([row["model"], row["question"], row["outcome"], row["confidence"], True, None, "fine & <good>"])
    sheet.cell(sheet.max_row, 4).number_format = "0%"
for _ in range(3):
    sheet.append([None, "  "])
notes = book.create_sheet("Notes")
notes.append(["graded by", "two people"])
book.create_sheet("Empty")
book.save(folder / "sheets.xlsx")
