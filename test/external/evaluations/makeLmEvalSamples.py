"""Writes samples of lm-evaluation-harness with its dummy model, for test/scoring/evaluationPrograms.test.ts.

    pip install lm_eval datasets
    python makeLmEvalSamples.py FOLDER

The dummy model answers "lol" and draws its likelihoods from a seeded generator, so that every run gives the same
outcomes. The stored samples were written by lm_eval 0.4.13.
"""
import json
import os
import random
import shutil
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

from lm_eval import evaluator
from lm_eval.loggers import EvaluationTracker
from lm_eval.tasks import TaskManager

folder = os.path.abspath(sys.argv[1])
work = os.path.join(folder, "work")
os.makedirs(work, exist_ok=True)
data = os.path.join(work, "data.jsonl")
with open(data, "w") as file:
    for i in range(6):
        row = {"question": f"Q{i}?", "answer": "lol" if i % 2 else "x", "choices": ["a", "bb", "ccc"], "gold": i % 3}
        file.write(json.dumps(row) + "\n")

COMMON = {
    "dataset_path": "json",
    "dataset_kwargs": {"data_files": {"test": data}},
    "test_split": "test",
    "doc_to_text": "{{question}}",
}
CHOICES = {
    **COMMON,
    "task": "toy_choices",
    "output_type": "multiple_choice",
    "doc_to_choice": "{{choices}}",
    "doc_to_target": "{{gold}}",
    "metric_list": [{"metric": "acc"}, {"metric": "acc_norm"}],
}
FILTERS = {
    **COMMON,
    "task": "toy_filters",
    "output_type": "generate_until",
    "doc_to_target": "{{answer}}",
    "generation_kwargs": {"until": ["\n"]},
    "filter_list": [
        {"name": "strict-match", "filter": [{"function": "regex", "regex_pattern": "#### (.*)"}, {"function": "take_first"}]},
        {"name": "flexible-extract", "filter": [{"function": "regex", "regex_pattern": "(.*)"}, {"function": "take_first"}]},
    ],
    "metric_list": [{"metric": "exact_match"}],
}

random.seed(1)
tracker = EvaluationTracker(output_path=folder)
results = evaluator.simple_evaluate(
    model="dummy", model_args="pretrained=toy/dummy", tasks=[CHOICES, FILTERS], task_manager=TaskManager(), log_samples=True, bootstrap_iters=0, evaluation_tracker=tracker
)
samples = results.pop("samples")
tracker.save_results_aggregated(results=results, samples=samples)
for task, rows in samples.items():
    tracker.save_results_samples(task_name=task, samples=rows)
shutil.rmtree(work)
