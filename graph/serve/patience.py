"""HTTP/1.1 that does not wait for ever: a connection that asks nothing makes room for those that do."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""How long a client may take over the head of a request; what follows has a limit in `security`."""
MOST_CONNECTIONS = 500
"""More than this, and the one that has waited longest without asking is closed."""


class PatientProtocol(H11Protocol):
    """A connection that is closed when it takes too long to ask, or when others need its place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def is_idle(self) -> bool:
        """Tell whether no request is being answered here."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def deadline(self) -> float:
        """Return when this connection is closed unless it asks (time of the loop)."""
        return self._alarm.when() if self._alarm else self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > MOST_CONNECTIONS:
            idle = [one for one in self.connections if isinstance(one, PatientProtocol) and one.is_idle]
            if idle:
                min(idle, key=lambda one: one.deadline).give_up()

    def data_received(self, data: bytes) -> None:
        """Take what came; what is no whole head yet does not prolong the wait."""
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._rest()
        super().connection_lost(exc)

    def give_up(self) -> None:
        """Close the connection unless a request is being answered."""
        if self.is_idle:
            self.connections.discard(self)  # it is lost a little later: count it no more
            self.transport.close()

    def _wait(self) -> None:
        if not self.is_idle:
            self._rest()
        elif self._alarm is None:
            self._alarm = self.loop.call_later(HEAD_SECONDS, self.give_up)

    def _rest(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
