"""Piper catalogue: which voices there are to fetch, and the files of one, fetched when somebody asks.

Its `voices.json` lists every file of every voice with its size and MD5. `edition voices install` alone comes
here.
"""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.base.errors import NetworkError, UsageError
from builder.base.suggest import did_you_mean
from builder.speech.models import file_digest
from builder.speech.piper_voices import VoiceFiles, files_in, settings_fault, write_checksum
from builder.system.fetch import Remote, fetch, fetch_bytes, is_whole
from builder.system.files import write_atomic
from builder.system.http import Limits, check_address, is_loopback

CATALOGUE: str = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
"""Where the makers of Piper keep their voices."""

_LIST = "voices.json"
_CARD = "MODEL_CARD"
_SERVICE = "the catalogue of voices"
# No separator of folders, no dot first or last, no mark of a speaker: a name becomes part of a path.
_NAME = re.compile(r"[A-Za-z]{2,3}_[A-Za-z0-9]{2,4}-[^\W_][\w+]*-[a-z_]{2,20}")
_MOST_NAMES = 8
_MOST_BYTES = 2_000_000_000
_MOST_SMALL_BYTES = 8_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueVoice:
    """A voice that can be fetched."""

    name: str
    model: Remote
    settings: Remote
    card: Remote | None

    @property
    def remotes(self) -> tuple[Remote, ...]:
        """Every file."""
        return (self.model, self.settings, *((self.card,) if self.card else ()))

    @property
    def size_bytes(self) -> int:
        """Of all files together."""
        return sum(remote.size_bytes for remote in self.remotes)


def check_catalogue(address: str) -> str:
    """Return the address of a catalogue without a `/` at its end.

    Raises:
        UsageError: It is no address, or neither https nor on this machine.
    """
    address = check_address(address)
    if not address.startswith("https://") and not is_loopback(address):
        raise UsageError(
            f'expected a catalogue of voices at https, found "{address}"', hint="write it with https://"
        )
    return address


def find_voice(name: str, address: str) -> CatalogueVoice:
    """Ask the catalogue at `address` for the voice called `name`.

    Raises:
        UsageError: It has none; the message names near ones, or those of a language that was named.
        NetworkError: It cannot be reached, or what it sends is no list of voices.
    """
    data = fetch_bytes(f"{address}/{_LIST}", service=_SERVICE, limits=Limits(most_bytes=_MOST_SMALL_BYTES))
    return voice_in(data, name, address)


def voice_in(data: bytes, name: str, address: str) -> CatalogueVoice:
    """Return the voice called `name` in the bytes of a `voices.json`.

    Raises:
        UsageError: As `find_voice`.
        NetworkError: As `find_voice`.
    """
    voices = _voices(data, address)
    found = voices.get(name)
    if found is None:
        full = next((key for key, entry in voices.items() if name in _aliases(entry)), None)
        if full is None:
            raise UsageError(
                f'the catalogue has no voice called "{name}"{_near(name, voices)}', where=address
            )
        name, found = full, voices[full]
    files = {remote.address.rpartition("/")[2]: remote for remote in _remotes(found, address)}
    model = files.get(urllib.parse.quote(f"{name}.onnx"))
    settings = files.get(urllib.parse.quote(f"{name}.onnx.json"))
    if not _NAME.fullmatch(name) or model is None or settings is None:
        raise NetworkError(
            f'{_SERVICE} lists "{name}" without a model and settings of that name, their sizes and MD5',
            where=f"{address}/{_LIST}",
        )
    return CatalogueVoice(name=name, model=model, settings=settings, card=files.get(_CARD))


def install(
    voice: CatalogueVoice, folder: Path, *, tell: Callable[[int], None] = lambda _done_bytes: None
) -> VoiceFiles:
    """Fetch the files of `voice` into `folder` and write the model's checksum beside it.

    A model that is there already is kept. What was fetched before an interruption is not fetched again.

    Raises:
        UsageError: This program cannot speak with that voice.
        NetworkError: The catalogue does not deliver, or delivers something else.
        OutputError: The folder does not take it.
        Busy: Another process is fetching it.
    """
    files = files_in(folder, voice.name)
    settings = _small(voice.settings)
    fault = settings_fault(settings, files.settings)
    if fault is not None:
        raise UsageError(f"this program cannot speak with that voice: {fault}")
    card = _small(voice.card) if voice.card else None
    if not is_whole(files.model, voice.model):
        fetch(voice.model, files.model, service=_SERVICE, tell=tell)
    write_checksum(files, file_digest(files.model))
    write_atomic(files.settings, settings)
    if card is not None:
        write_atomic(files.card, card)
    return files


def _small(remote: Remote) -> bytes:
    """Return a small file, checked."""
    import hashlib

    data = fetch_bytes(remote.address, service=_SERVICE, limits=Limits(most_bytes=_MOST_SMALL_BYTES))
    found = hashlib.md5(data, usedforsecurity=False).hexdigest()
    if found != remote.md5:
        raise NetworkError(
            f"{_SERVICE} did not deliver: {remote.address} has MD5 {found[:12]}…, "
            f"expected {remote.md5[:12]}…",
            hint="run it again; if it stays so, tell whoever keeps the voices",
        )
    return data


def _voices(data: bytes, address: str) -> Mapping[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NetworkError(
            f"expected a list of voices as JSON: {error}",
            where=f"{address}/{_LIST}",
            hint="look at the address",
        ) from error
    if not isinstance(found, dict):
        raise NetworkError("expected a list of voices by name", where=f"{address}/{_LIST}")
    return found


def _aliases(entry: object) -> tuple[str, ...]:
    found = entry.get("aliases") if isinstance(entry, dict) else None
    return tuple(str(alias) for alias in found) if isinstance(found, list) else ()


def _remotes(entry: object, address: str) -> Iterator[Remote]:
    """Yield the files of a voice that are told whole, by paths that stay below the catalogue."""
    files = entry.get("files") if isinstance(entry, dict) else None
    for path, told in files.items() if isinstance(files, dict) else ():
        match told:
            case {"size_bytes": int(size), "md5_digest": str(md5)} if (
                0 < size <= _MOST_BYTES
                and re.fullmatch(r"[0-9a-f]{32}", md5)
                and not {"", ".", ".."} & set(path.split("/"))
            ):
                yield Remote(address=f"{address}/{urllib.parse.quote(path)}", size_bytes=size, md5=md5)


def _near(name: str, voices: Mapping[str, Any]) -> str:
    """Return what the catalogue has instead: voices of the language that was named, or a name like it."""
    near = did_you_mean(name, voices)
    same = sorted(voice for voice in voices if re.split("[_-]", voice)[0] == re.split("[_-]", name)[0])
    if near or not same:
        return near
    more = f" and {len(same) - _MOST_NAMES} more" if len(same) > _MOST_NAMES else ""
    return f"; of that language it has {', '.join(same[:_MOST_NAMES])}{more}"
