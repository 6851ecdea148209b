"""From names to canonical nodes: which keys of which documents mean the same thing."""

from graph.resolve.decisions import Decisions, parse_decisions, read_decisions
from graph.resolve.linker import Linker, Question, link

__all__ = ["Decisions", "Linker", "Question", "link", "parse_decisions", "read_decisions"]
