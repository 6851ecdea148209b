"""Swedish for what typer itself says: headings of the help, and faults in a call."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import typer
import typer.rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

typer.rich_utils.ARGUMENTS_PANEL_TITLE = "Argument"
typer.rich_utils.OPTIONS_PANEL_TITLE = "Val"
typer.rich_utils.COMMANDS_PANEL_TITLE = "Kommandon"
typer.rich_utils.DEFAULT_STRING = "[utan valet: {}]"
typer.rich_utils.REQUIRED_LONG_STRING = "[måste anges]"

_USAGE = (("Usage:", "Så här:"), ("[OPTIONS]", "[VAL]"), ("COMMAND [ARGS]...", "KOMMANDO ..."))


def _swedish_usage(usage: str) -> str:
    for english, swedish in _USAGE:
        usage = usage.replace(english, swedish)
    return usage


class Command(TyperCommand):
    """A command whose help is Swedish throughout."""

    def get_usage(self, ctx: Any) -> str:
        """Return the line that says how to call it."""
        return _swedish_usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option --help with its Swedish explanation."""
        return _swedish_help(super().get_help_option(ctx))


class Group(TyperGroup):
    """The program itself, with Swedish help."""

    def get_usage(self, ctx: Any) -> str:
        """Return the line that says how to call it."""
        return _swedish_usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option --help with its Swedish explanation."""
        return _swedish_help(super().get_help_option(ctx))


def _swedish_help(option: Any) -> Any:
    if option is not None:
        option.help = "Visar den här hjälpen."
    return option


def in_swedish(error: TyperException, commands: Iterable[str]) -> str:
    """Return in Swedish what is wrong with a call.

    The classes of these errors are typer's private matter; their names and fields have stood since
    its beginning, and what is not known is shown as it came.
    """
    kind, message = type(error).__name__, error.format_message()
    unknown = re.search(r"No such command '(.*?)'", message)
    if unknown:
        return f"Okänt kommando: {unknown[1]}. {_nearest(unknown[1], commands)}"
    if kind == "NoSuchOption":
        possible = getattr(error, "possibilities", None) or ()
        return f"Okänt val: {getattr(error, 'option_name', '')}. {_nearest('', possible)}".strip()
    hint = _hint(error)
    if kind == "MissingParameter":
        return f"{hint} saknas."
    if kind == "BadParameter":
        return f"{hint} har ett ogiltigt värde. {_wanted(message)}".strip()
    option = re.search(r"Option '(.*?)' (requires|does not take)", message)
    if option:
        return f"{option[1]} {'kräver ett värde' if option[2] == 'requires' else 'tar inget värde'}."
    extra = re.search(r"unexpected extra argument.*\((.*)\)$", message)
    if extra:
        return f"För många argument: {extra[1]}."
    return f"Fel i anropet: {message}"


def _wanted(message: str) -> str:
    choices = re.search(r"is not one of (.*?)\.?$", message)
    if choices:
        return f"Välj bland {choices[1]}."
    return "Ange ett heltal inom gränserna." if re.search("integer|range|than", message) else ""


def _hint(error: TyperException) -> str:
    hint = getattr(error, "param_hint", None)
    parameter = getattr(error, "param", None)
    if hint is None and parameter is not None:
        hint = parameter.get_error_hint()
    return hint if isinstance(hint, str) else " / ".join(hint or ("Ett argument",))


def _nearest(name: str, known: Iterable[str]) -> str:
    known = sorted(known)
    near = get_close_matches(name, known, n=1, cutoff=0.5) if name else known
    return f"Menade du {near[0]}?" if near else f"De som finns: {', '.join(known)}." if known else ""
