"""Write docs/fragor.md anew: every ready question, with what it answers, what it needs and how to ask it.

usage: questions.py
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from graph.cli_ask import call, heading
from graph.store.questions import ALL, Parameter, Question, packaged
from graph.swedish import swedish_order

PAPER = Path(__file__).parent / "fragor.md"
OPENING = """\
# Färdiga frågor

`samverkan ask NAMN` ställer en fråga, `--belagg` visar citaten bakom varje rad. Namnet kan bytas mot
numret. Den här sidan skrivs av `docs/questions.py`.
"""


def paper(questions: Iterable[Question]) -> str:
    """Return the page."""
    ordered = sorted(questions, key=lambda one: (swedish_order(one.group), one.number or 0))
    lines = [OPENING]
    for group, several in groupby(ordered, key=lambda one: one.group):
        lines.append(f"## {group}\n")
        for question in several:
            lines += _entry(question)
    return "\n".join(lines).rstrip("\n") + "\n"


def _entry(question: Question) -> Iterator[str]:
    yield f"### {question.number}. {question.title}\n"
    yield f"{question.answers}\n"
    yield f"Kolumner: {', '.join(map(heading, question.columns))}.\n"
    if question.parameters:
        yield "| värde | slag | utan värde | förklaring |\n|---|---|---|---|"
        yield from map(_row, question.parameters)
        yield ""
    for values in question.examples or ("",):
        yield f"    {call(question, values)}"
    yield ""


def _row(one: Parameter) -> str:
    without = {"": "måste anges", ALL: "alla"}.get(one.standard, one.standard)
    return f"| `{one.name}` | {one.kind} | {without} | {one.about} |"


if __name__ == "__main__":
    PAPER.write_text(paper(packaged()), encoding="utf-8")
