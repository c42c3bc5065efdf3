"""Service: a speech service of the network, asked at its pace, again where that helps, and not for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from builder.base.errors import NetworkError
from builder.base.text import shorten
from builder.system.http import Passing

_T = TypeVar("_T")
_HINT = "run it again later; what is spoken is kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How a service is asked."""

    pause_s: float = 0.0
    """Between the starts of two requests."""
    tries: int = 4
    """For one text."""
    most_silent: int = 5
    """Faults in a row, for whatever texts, after which a service that does not answer, or with something else
    than speech, is asked no more."""
    most_busy: int = 5
    """The same for one that answers, and says each time that it is busy or in trouble (429, 5xx)."""


class Service:
    """Holds the pace and counts the faults of one service; threads that share it wait for each other."""

    def __init__(
        self,
        title: str,
        patience: Patience,
        *,
        sleep: Callable[[float], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask nothing yet.

        Args:
            title: What messages call it.
            patience: How it is asked.
            sleep: Waits so many seconds; by default until then or the end of the service.
            clock: Seconds that only grow.
        """
        self._title = title
        self._patience = patience
        self._ended = threading.Event()
        self._sleep = sleep or self._ended.wait
        self._clock = clock
        self._turn = threading.Lock()
        self._last_s: float | None = None
        self._faults = self._silences = 0

    def ask(self, question: Callable[[], _T], *, text: str) -> _T:
        """Return what `question` does, asked again after a `Passing` fault.

        Args:
            question: Asks the service once.
            text: What it is to speak, for messages.

        Raises:
            NetworkError: The service did not deliver, or failed so often in a row that it is not asked.
        """
        with self._turn:
            for tried in range(self._patience.tries):
                self._check(text)
                self._keep_pace()
                try:
                    answer = question()
                except Passing as passing:
                    self._count(answered=passing.answered)
                    if tried == self._patience.tries - 1:
                        raise passing.error from passing
                    self._sleep(passing.pause_s(tried))
                except NetworkError:
                    self._count(answered=False)
                    raise
                else:
                    self._faults = self._silences = 0
                    return answer
        raise AssertionError("the last try returns or raises")

    def end(self) -> None:
        """Let nobody wait for the service any longer."""
        self._ended.set()

    def _check(self, text: str) -> None:
        if self._ended.is_set():
            raise NetworkError(f'{self._title} is not asked for "{shorten(text)}" any more', hint=_HINT)
        if self._silences >= self._patience.most_silent or self._faults >= self._patience.most_busy:
            raise NetworkError(
                f'{self._title} failed {self._faults} times in a row and is not asked for "{shorten(text)}"',
                hint="wait an hour and run it again; what is spoken is kept",
            )

    def _count(self, *, answered: bool) -> None:
        self._faults += 1
        self._silences = 0 if answered else self._silences + 1

    def _keep_pace(self) -> None:
        if self._last_s is not None:
            early_s = self._last_s + self._patience.pause_s - self._clock()
            if early_s > 0:
                self._sleep(early_s)
        self._last_s = self._clock()
