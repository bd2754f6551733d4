"""Writes logs of Inspect AI with its mock model, for test/scoring/evaluationPrograms.test.ts.

    pip install inspect_ai
    python makeInspectLogs.py FOLDER

Each task has four samples; the mock model answers from a list, so that every run gives the same scores. The stored logs were
written by inspect_ai 0.3.285 and packed by gzip; paths of files in tracebacks were shortened.
"""
import os
import shutil
import sys

folder = sys.argv[1]

import inspect_ai
from inspect_ai import Epochs, Task, eval as run
from inspect_ai.dataset import Sample
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import CORRECT, INCORRECT, NOANSWER, Score, accuracy, match, mean, scorer

SAMPLES = [Sample(id=f"q{i}", input=f"Question {i}?", target="yes") for i in range(1, 5)]


def mock(*answers):
    outputs = [ModelOutput.from_content("mockllm/model", answer) for answer in answers]
    for output in outputs:  # without numbers of tokens the mock asks the network for a tokenizer
        output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
    return get_model("mockllm/model", custom_outputs=outputs, memoize=False)


@scorer(metrics=[accuracy()])
def letters():
    async def score(state, target):
        answer = state.output.completion
        value = NOANSWER if answer == "IDK" else CORRECT if answer == target.text else INCORRECT
        return Score(value=value, answer=answer, metadata={"confidence": 0.75})

    return score


@scorer(metrics={"score": [accuracy()], "confidence": [mean()]})
def mapping():
    async def score(state, target):
        right = state.output.completion == target.text
        return Score(value={"score": CORRECT if right else INCORRECT, "confidence": 80})

    return score


@scorer(metrics=[mean()])
def unscored():
    async def score(state, target):
        if state.sample_id == "q2":
            return Score.unscored(explanation="no verdict")
        return Score(value=1.0 if state.output.completion == target.text else 0.0)

    return score


@scorer(metrics=[accuracy()])
def simpleqa_letters():
    async def score(state, target):
        answer = state.output.completion
        return Score(value="C" if answer == "IDK" else "A" if answer == target.text else "B")

    return score


def write(name, scorers, answers, log_format="json", **options):
    made = os.path.join(folder, "made")
    shutil.rmtree(made, ignore_errors=True)
    # One connection: answers are taken in the order of the samples.
    run(
        Task(dataset=SAMPLES, scorer=scorers, name=name),
        model=mock(*answers),
        log_dir=made,
        log_format=log_format,
        max_connections=1,
        max_samples=1,
        display="none",
        **options,
    )
    (log,) = os.listdir(made)
    shutil.move(os.path.join(made, log), os.path.join(folder, f"{name}.{log_format}"))
    shutil.rmtree(made)


def failing():
    @scorer(metrics=[accuracy()])
    def breaks():
        async def score(state, target):
            if state.sample_id == "q3":
                raise RuntimeError("the grader cannot be reached")
            return Score(value=CORRECT)

        return score

    return breaks()


ANSWERS = ["yes", "no", "IDK", "yes"]
write("letters", letters(), ANSWERS)
write("letters-eval", letters(), ANSWERS, log_format="eval")
write("epochs", letters(), ANSWERS * 3, epochs=3)
VARIED = [*ANSWERS, "yes", "yes", "IDK", "no", "yes", "no", "no", "yes"]
write("epochs-mode", letters(), VARIED, epochs=Epochs(3, ["mode"]))
write("mapping", mapping(), ANSWERS)
write("unscored", unscored(), ANSWERS)
write("two-scorers", [letters(), match()], ANSWERS)
write("simpleqa-letters", simpleqa_letters(), ANSWERS)
write("failed", failing(), ANSWERS)
write("failed-samples", failing(), ANSWERS, fail_on_error=False)
print(inspect_ai.__version__)
