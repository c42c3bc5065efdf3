"""OpenAI-style: any server that speaks as OpenAI's does, at the address and by the voices that are set.

Source: OpenAI API, POST /audio/speech; Kokoro-FastAPI, LocalAI and others answer alike. What is sent back is
known by its own first bytes, and counts only when it decodes to sound.
"""

from __future__ import annotations

import functools
import json
import os
import re
import time
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from builder.base.digest import Json
from builder.base.errors import BuilderError, EngineFault, UsageError, VoiceMissing
from builder.base.language import Language, parse_language
from builder.base.text import shorten
from builder.model.script import Utterance
from builder.model.sound import Clip
from builder.speech.decode import NoSound, container_of, decode
from builder.speech.engine import NO_OPTIONS, Band, EngineInfo, Options, Voice
from builder.speech.google_text import pieces
from builder.speech.models import package_folder
from builder.speech.pace import is_speakable
from builder.speech.service import Patience, Service
from builder.system.http import HIDDEN, Limits, check_address, is_loopback, post_once

NAME: str = "openai"
OPTIONS: tuple[str, ...] = (
    "url", "model", "voices", "format", "key_variable", "model_version", "licence", "extra", "ipa", "consent",
)  # fmt: skip
PATHS: tuple[str, ...] = ()
INSTALL: str = "pip install 'edition-builder[openai]'"

_SAMPLE_RATE_HZ = 24_000
"""Of every clip, and of `pcm` as OpenAI and Kokoro-FastAPI send it."""
_FORMATS = ("wav", "pcm", "mp3", "flac", "opus", "aac")
_WITHOUT_DECODER = frozenset({"wav", "pcm"})
_MOST_CHARACTERS = 4096
_LIMITS = Limits(timeout_s=120.0, longest_s=300.0, most_bytes=50_000_000)
# A server of one's own that is busy or starts again comes back within minutes; sixteen waits take ten.
_PATIENCE = Patience(tries=16, most_silent=5, most_busy=16)
_BAND: Band = "not measured"
_EXAMPLE = 'url = "http://127.0.0.1:8880/v1"'
_RESERVED = frozenset({"model", "input", "voice", "response_format", "speed"})


def info(options: Options = NO_OPTIONS) -> EngineInfo:
    """Return what the settings tell of the server; nothing is sent.

    Raises:
        VoiceMissing: No server is set, or PyAV to decode its format is not installed.
        UsageError: A setting cannot be followed.
    """
    return _settings(options).info


def load(options: Options) -> OpenAIEngine:
    """Return the engine.

    Raises:
        VoiceMissing: As `info`.
        UsageError: A setting cannot be followed, the key is missing, or there is no consent to sending text
            away.
    """
    settings = _settings(options)
    address = settings.address
    if not is_loopback(address) and options.get("consent") != "yes":
        raise UsageError(
            f"engine {NAME} sends every sentence it speaks, as text, from this machine to {address}, and it "
            "does so only with your consent",
            hint="write consent = true under [engines.openai] in edition.toml, or add --allow-network",
        )
    return OpenAIEngine(settings, key=_key(settings))


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """How a server is asked."""

    address: str
    model: str
    format: str
    info: EngineInfo
    key_variable: str | None
    """Environment variable that holds the key; None for a server without one."""
    extra: Mapping[str, Json] = field(default_factory=dict)
    """Sent beside what every request has."""
    takes_ipa: bool = False
    """True where it reads `[word](/aɪpiːeɪ/)`."""


class OpenAIEngine:
    """Asks the server for one sentence after the other, and decodes what it sends.

    One object counts the faults. It may be shared by threads, which then wait for each other; a build makes
    one of it, not one for each job.
    """

    def __init__(
        self,
        settings: ServerSettings,
        *,
        key: str = "",
        sleep: Callable[[float], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Send nothing yet."""
        self._settings = settings
        self._key = key
        self._clock = clock
        self._title = f"{settings.model} at {urllib.parse.urlsplit(settings.address).netloc}"
        self._service = Service(self._title, _PATIENCE, sleep=sleep, clock=clock)

    @property
    def info(self) -> EngineInfo:
        """What the engine tells of itself."""
        return self._settings.info

    def synthesise(self, utterance: Utterance) -> Clip:
        """Return the sound of `utterance`; nothing is sent of a text without a letter or figure.

        Raises:
            VoiceMissing: No such voice in the settings.
            EngineFault: The answer was no sound.
            NetworkError: The server cannot be reached, refuses, or breaks off.
        """
        voice = utterance.voice.voice
        if self.info.voice(voice) is None:
            raise VoiceMissing(f'no voice called "{voice}" for engine {NAME}')
        sound = []
        if is_speakable(utterance.text):
            for piece in pieces(self._written(utterance), most=_MOST_CHARACTERS):
                data = self._service.ask(functools.partial(self._asked, piece, utterance), text=piece)
                sound.append(self._decoded(data, piece))
        return Clip(pcm=b"".join(sound), sample_rate_hz=_SAMPLE_RATE_HZ)

    def close(self) -> None:
        """Let no thread wait for the server any longer."""
        self._service.end()

    def _written(self, utterance: Utterance) -> str:
        """Return the text as it is sent: no command in it, and sounds where the server reads them."""
        text, done = "", 0
        for span in utterance.phonemes if self._settings.takes_ipa else ():
            text += plain(utterance.text[done : span.start])
            text += f"[{plain(utterance.text[span.start : span.end])}](/{span.ipa}/)"
            done = span.end
        return text + plain(utterance.text[done:])

    def _asked(self, piece: str, utterance: Utterance) -> bytes:
        settings = self._settings
        return post_once(
            settings.address + "/audio/speech",
            {
                **settings.extra,
                "model": settings.model,
                "input": piece,
                "voice": utterance.voice.voice,
                "response_format": settings.format,
                "speed": utterance.voice.rate_percent / 100,
            },
            service=self._title,
            failure=f'did not speak "{shorten(piece)}"',
            headers={"Accept": "*/*"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {}),
            secrets=(self._key,),
            limits=_LIMITS,
            clock=self._clock,
        )

    def _decoded(self, data: bytes, piece: str) -> bytes:
        container = container_of(data)
        if container is None and self._settings.format == "pcm" and not _is_text(data):
            return data
        if container is None and self._key:  # an error that repeats the question
            data = data.replace(self._key.encode(), HIDDEN.encode())
        try:
            return decode(data, container, sample_rate_hz=_SAMPLE_RATE_HZ)
        except ImportError as error:
            raise VoiceMissing(
                f"{self._title} sends {container}, and PyAV to decode it is not installed", hint=INSTALL
            ) from error
        except NoSound as error:
            raise EngineFault(
                f'{self._title} sent for "{shorten(piece)}" {error}, expected {self._settings.format}',
                hint="look at url, model and format under [engines.openai] in edition.toml",
            ) from error


def plain(text: str) -> str:
    """Return `text` on one line with nothing in it that Kokoro-FastAPI takes for sounds or a pause."""
    return re.sub(r"\[(?=pause:)", "(", re.sub(r"\s+", " ", text).replace("](", "] ("))


def _settings(options: Options) -> ServerSettings:
    for needed in ("url", "model", "voices"):
        if not options.get(needed):
            raise VoiceMissing(
                f"no {needed} of an OpenAI-style speech server is set",
                hint=f'write {_EXAMPLE}, model = "kokoro" and voices = "ef_dora:es, af_heart:en" '
                "under [engines.openai] in edition.toml",
            )
    sent_as = options.get("format", "wav")
    if sent_as not in _FORMATS:
        raise _wrong("format", sent_as, f"one of {', '.join(_FORMATS)}")
    if sent_as not in _WITHOUT_DECODER and package_folder("av") is None:
        raise VoiceMissing(f"PyAV to decode {sent_as} is not installed", hint=INSTALL)
    extra = _extra(options.get("extra", "{}"))
    model, takes_ipa = options["model"], options.get("ipa") == "yes"
    return ServerSettings(
        address=_address(options["url"]),
        model=model,
        format=sent_as,
        extra=extra,
        takes_ipa=takes_ipa,
        key_variable=_key_variable(options),
        info=EngineInfo(
            name=NAME,
            title=model,
            version=options.get("model_version", "unknown"),
            voices=_voices(options["voices"], options.get("licence", "as its server says")),
            parts={
                "model": model,
                "format": sent_as,
                "extra": json.dumps(extra, sort_keys=True),
                "ipa": "yes" if takes_ipa else "no",
            },
            network=True,
            repeatable=False,
            speed=4.0,
            sample_rate_hz=_SAMPLE_RATE_HZ,
        ),
    )


def _address(url: str) -> str:
    return check_address(url).removesuffix("/audio/speech")


def _voices(text: str, licence: str) -> tuple[Voice, ...]:
    """Return the voices in `ef_dora:es, af_heart:en, alloy:en+es+fr`."""
    voices: dict[str, Voice] = {}
    for entry in text.split(","):
        name, colon, tags = entry.strip().rpartition(":")
        if not colon or not name.strip() or name.strip() in voices:
            raise _wrong("voices", entry.strip(), "each voice once, with its languages: alloy:en+es")
        try:
            languages = tuple(parse_language(tag.strip()) for tag in tags.split("+"))
        except BuilderError as error:
            raise _wrong("voices", entry.strip(), f"languages after the colon; {error.message}") from error
        voices[name.strip()] = _voice(name.strip(), languages, licence)
    return tuple(voices.values())


def _voice(name: str, languages: tuple[Language, ...], licence: str) -> Voice:
    return Voice(
        name=name, languages=languages, licence=licence, bands=dict.fromkeys(languages, _BAND), neural=True
    )


def _extra(text: str) -> Mapping[str, Json]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong("extra", text, f"a JSON object; {error}") from error
    if not isinstance(found, dict) or _RESERVED & set(found):
        raise _wrong("extra", text, f"a JSON object without {', '.join(sorted(_RESERVED))}")
    return cast("Mapping[str, Json]", found)


def _key_variable(options: Options) -> str | None:
    variable = options.get("key_variable")
    if variable is not None and not re.fullmatch(r"[A-Z_][A-Z0-9_]{0,63}", variable):
        raise UsageError(
            f"key_variable of {NAME} is not the name of an environment variable: capitals, digits and _",
            where="[engines.openai] key_variable",
            hint="the key itself never stands in a file",
        )
    return variable


def _key(settings: ServerSettings) -> str:
    variable = settings.key_variable
    if variable is None:
        return ""
    key = os.environ.get(variable, "").strip()
    if not key or not key.isascii() or not key.isprintable():
        raise UsageError(
            f"the environment variable {variable} holds no key for engine {NAME}",
            hint=f"set it for this shell alone: read -rs {variable} && export {variable}",
        )
    if settings.address.startswith("http:") and not is_loopback(settings.address):
        raise UsageError(
            f"the key of {NAME} is not sent over a connection that anybody can read",
            hint="write an address that begins with https:// under [engines.openai]",
        )
    return key


def _wrong(option: str, found: str, expected: str) -> UsageError:
    return UsageError(
        f'expected {expected}, found "{shorten(found)}"',
        where=f"[engines.openai] {option}",
        hint="see docs/configuration.md for what it takes",
    )


def _is_text(data: bytes) -> bool:
    """Tell whether an answer is words, such as a page or an error, where bare samples were asked for."""
    head = data[:512].lstrip()
    return head[:1] in {b"{", b"<"} and head.isascii()
