"""Artefact: a file we made, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """A file of an edition, named by its path under the edition's folder."""

    format: str
    """As in `--format`: `mp3`, `vtt`, `chapters`, `page`, `cover`."""
    path: str
    media_type: str
    size_bytes: int
    sha256: str
