"""gTTS: Google Translate's voices over the network, by name and with consent alone.

The library `gTTS` knows how the service is asked. Everything it leaves open is done here: certificates are
checked (it switches that off), every wait has an end, the pace is held, refusals are waited out, and an
answer counts only when it decodes to sound.
"""

from __future__ import annotations

import base64
import binascii
import functools
import importlib.util
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.base.errors import EngineFault, NetworkError, UsageError, VoiceMissing
from builder.base.language import Language, parse_language
from builder.base.text import shorten
from builder.model.script import Utterance
from builder.model.sound import Clip
from builder.speech.decode import NoSound, decode
from builder.speech.engine import NO_OPTIONS, Band, EngineInfo, Options, Voice
from builder.speech.google_text import pieces
from builder.speech.models import gains_db, package_folder, package_version
from builder.speech.pace import is_speakable
from builder.speech.service import Patience, Service
from builder.system.http import AGAIN, Passing, wait_asked_for

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session

NAME: str = "gtts"
OPTIONS: tuple[str, ...] = ("consent",)
PATHS: tuple[str, ...] = ()
INSTALL: str = "pip install 'edition-builder[gtts]'"

_TITLE = "Google Translate"
_SAMPLE_RATE_HZ = 24_000
_TIMEOUT_S = (5, 30)
"""To connect, and between two stretches of an answer."""
_LONGEST_ANSWER_S = 60.0
_MOST_ANSWER_BYTES = 4_000_000
# Google shuts out who insists; a service of one's own is asked with more patience.
_PATIENCE = Patience(pause_s=0.5, tries=4, most_silent=5, most_busy=5)
_CODES_OF: Mapping[str, tuple[str, ...]] = {
    "iw": ("he",),
    "jw": ("jv",),
    "no": ("no", "nb"),
    "pt": ("pt", "pt-BR"),
    "tl": ("fil", "tl"),
    "zh-CN": ("zh", "zh-Hans"),
    "zh-TW": ("zh-Hant",),
}
# The service was never heard by the recogniser of our baseline, so that no more than this is claimed.
_BAND: Band = "usable"
_SOUND = re.compile(rb'jQ1olc","\[\\"([A-Za-z0-9+/=]+)\\"]')


def info(_options: Options = NO_OPTIONS) -> EngineInfo:
    """Return what the engine tells of itself; nothing is sent.

    Raises:
        VoiceMissing: gTTS or PyAV is not installed.
    """
    folder = package_folder("gtts")
    if folder is None or package_folder("av") is None:
        raise VoiceMissing("gTTS, or PyAV to decode its sound, is not installed", hint=INSTALL)
    gains = gains_db(NAME)
    voices = []
    for code in _codes(folder):
        languages = tuple(Language(tag) for tag in _CODES_OF.get(code, (parse_language(code),)))
        voices.append(
            Voice(
                name=code,
                languages=languages,
                licence="Google's terms of service",
                gain_db=gains.get(code),
                bands=dict.fromkeys(languages, _BAND),
                neural=True,
            )
        )
    return EngineInfo(
        name=NAME,
        title=_TITLE,
        version=package_version("gTTS", folder),
        voices=tuple(voices),
        parts={},
        network=True,
        repeatable=False,
        own_rate_alone=True,
        speed=4.0,
    )


def load(options: Options) -> GoogleEngine:
    """Return the engine.

    Raises:
        VoiceMissing: As `info`.
        UsageError: There is no consent to sending the text away.
    """
    if options.get("consent") != "yes":
        raise UsageError(
            "engine gtts sends every sentence it speaks, as text, from this machine to Google at "
            "https://translate.google.com, and it does so only with your consent",
            hint="write consent = true under [engines.gtts] in edition.toml, or add --allow-network",
        )
    return GoogleEngine()


class GoogleEngine:
    """Asks the service for one piece of text after the other, and decodes what it sends.

    One object holds the pace and counts the faults. It may be shared by threads, which then wait for each
    other; a build makes one of it, not one for each job.
    """

    def __init__(
        self,
        *,
        sleep: Callable[[float], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Wait with `sleep` by the seconds of `clock`; nothing is sent yet."""
        self._info = info()
        self._clock = clock
        self._service = Service(self._info.title, _PATIENCE, sleep=sleep, clock=clock)
        self._session: Session | None = None

    @property
    def info(self) -> EngineInfo:
        """What the engine tells of itself."""
        return self._info

    def synthesise(self, utterance: Utterance) -> Clip:
        """Return the sound of `utterance`; nothing is sent of a text without a letter or figure.

        Raises:
            VoiceMissing: No such voice.
            UsageError: Another rate than 100 %, which the service does not have.
            EngineFault: The answer was no sound.
            NetworkError: The service cannot be reached, refuses, or sent something else than an answer.
        """
        voice = utterance.voice
        if self._info.voice(voice.voice) is None:
            raise VoiceMissing(f'no voice called "{voice.voice}" for engine {NAME}')
        if voice.rate_percent != 100:
            raise UsageError(
                f"engine {NAME} speaks at its own rate alone, and {voice.rate_percent} % was asked for",
                hint="take rate_percent out of edition.toml for this language",
            )
        sound = []
        for piece in pieces(utterance.text):
            if is_speakable(piece):
                mp3 = self._service.ask(functools.partial(self._asked, piece, voice.voice), text=piece)
                sound.append(_decoded(mp3, piece))
        return Clip(pcm=b"".join(sound), sample_rate_hz=_SAMPLE_RATE_HZ)

    def close(self) -> None:
        """Close the connection, and let no thread wait for the service any longer."""
        self._service.end()
        if self._session is not None:
            self._session.close()
            self._session = None

    def _asked(self, piece: str, code: str) -> bytes:
        import requests

        if self._session is None:
            self._session = requests.Session()
        request = _request(piece, code)
        # `verify` true means the usual roots, or those the user's environment names; never none.
        settings = self._session.merge_environment_settings(str(request.url), {}, True, True, None)
        try:
            with self._session.send(
                request, timeout=_TIMEOUT_S, allow_redirects=False, **settings
            ) as response:
                if response.status_code != 200:
                    raise _refusal(response, piece)
                return _sound_of(self._body(response, piece), piece)
        except requests.exceptions.SSLError as error:
            raise _failure(piece, f"its certificate is not to be trusted: {_reason(error)}") from error
        except requests.exceptions.RequestException as error:
            raise Passing(_failure(piece, f"it cannot be reached: {_reason(error)}")) from error

    def _body(self, response: Response, piece: str) -> bytes:
        until_s = self._clock() + _LONGEST_ANSWER_S
        body = bytearray()
        for block in response.iter_content(1 << 14):
            body += block
            if len(body) > _MOST_ANSWER_BYTES:
                raise _failure(piece, f"its answer is longer than {_MOST_ANSWER_BYTES} bytes")
            if self._clock() > until_s:
                late = f"its answer was not whole after {_LONGEST_ANSWER_S:.0f} s"
                raise Passing(_failure(piece, late))
        return bytes(body)


def _failure(piece: str, why: str) -> NetworkError:
    return NetworkError(
        f'{_TITLE} did not speak "{shorten(piece)}": {why}',
        hint="run it again later; what is spoken is kept",
    )


def _refusal(response: Response, piece: str) -> Exception:
    error = _failure(piece, f"it answered with status {response.status_code}")
    if response.status_code not in AGAIN:
        return error
    return Passing(error, wait_s=wait_asked_for(response.headers.get("Retry-After")), answered=True)


def _request(piece: str, code: str) -> PreparedRequest:
    """Return the request that gTTS would send for a piece of at most 100 characters."""
    from gtts import gTTS

    asker = gTTS(piece, lang=code, lang_check=False, pre_processor_funcs=[])
    requests: list[PreparedRequest] = asker._prepare_requests()  # its stream() checks no certificate
    if len(requests) != 1:
        raise EngineFault(f'gTTS makes {len(requests)} requests of "{shorten(piece)}", expected one')
    return requests[0]


def _sound_of(body: bytes, piece: str) -> bytes:
    """Return the MP3 in an answer.

    Raises:
        Passing: Its sound is damaged.
        NetworkError: There is none in it; a page that asks for a captcha comes with status 200 too.
    """
    found = _SOUND.search(body)
    if found is None:
        what = "a web page" if b"<html" in body[:2000].lower() else "no sound"
        raise _failure(piece, f"it sent {what} instead of speech")
    try:
        return base64.b64decode(found[1], validate=True)
    except binascii.Error as error:
        raise Passing(_failure(piece, f"its sound is not base64: {error}")) from error


def _decoded(mp3: bytes, piece: str) -> bytes:
    try:
        return decode(mp3, "mp3", sample_rate_hz=_SAMPLE_RATE_HZ)
    except NoSound as error:
        raise EngineFault(f'{_TITLE} sent for "{shorten(piece)}" {error}') from error


def _reason(error: Exception) -> str:
    cause: object = error.args[0] if error.args else error
    return shorten(str(getattr(cause, "reason", None) or cause), 200)


def _codes(folder: Path) -> tuple[str, ...]:
    """Return gTTS's language codes, read from its table alone: importing the package takes 0.2 s."""
    spec = importlib.util.spec_from_file_location("builder_gtts_langs", folder / "langs.py")
    if spec is None or spec.loader is None:
        raise VoiceMissing(f"{folder} has no table of languages", hint=INSTALL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return tuple(sorted(module._langs))
