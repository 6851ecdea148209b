"""Which form of an answer a client prefers: the Accept header of HTTP (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence


def preferred(accept: str, offered: Sequence[str]) -> str:
    """Return the media type that the client likes best of those offered, "" when it takes none of them.

    Of equally liked ones the first offered wins, and an empty header takes anything.

    >>> preferred("text/turtle;q=0.9, text/html;q=0.5", ("text/html", "text/turtle"))
    'text/turtle'
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    rated = [(max(_quality(media, ranges), 0.0), -nth, media) for nth, media in enumerate(offered)]
    best = max(rated)
    return best[2] if best[0] > 0 else ""


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((p.partition("=")[2] for p in parameters if p.startswith("q=")), "1")
    try:
        return media, min(1.0, max(0.0, float(quality)))
    except ValueError:
        return media, 0.0


def _quality(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return how much a type is liked: the most specific range that fits it decides."""
    kind = media.partition("/")[0]
    for wanted in (media, f"{kind}/*", "*/*"):
        fits = [quality for name, quality in ranges if name == wanted]
        if fits:
            return max(fits)
    return 0.0
