"""Settings: what a publisher writes in `edition.toml`, read with the path and line of every mistake."""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, TypeVar, get_args

import msgspec

from builder.audio.lame import bitrates_kbps
from builder.base.errors import BuilderError, UsageError
from builder.base.language import Language, parse_language
from builder.base.suggest import did_you_mean
from builder.base.text import shorten
from builder.base.units import parse_size
from builder.build.music_settings import MusicTable, music_of
from builder.formats.names import DEFAULT, NAMES, FormatName
from builder.model.music import Music, MusicName
from builder.model.show import FEEDBACK_PLACES, Rights, Show
from builder.model.sound import DEFAULT_SOUND, SOUND_PROFILES, SoundProfile, SoundSpec
from builder.speech import engines
from builder.speech.profile import Profile

UnreviewedPolicy = Literal["refuse", "disclose"]
DisclaimerPolicy = Literal["required", "optional"]

SAMPLE_RATES_HZ = (22_050, 24_000, 32_000, 44_100, 48_000)

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "formats.build": NAMES,
    "voices.profile": get_args(Profile),
    "sound.profile": get_args(SoundProfile),
    "policy.unreviewed": get_args(UnreviewedPolicy),
    "policy.disclaimer": get_args(DisclaimerPolicy),
}
# What msgspec calls the kinds of TOML values.
_KINDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}
_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
_FEEDBACK = re.compile(r"mailto:[^\s@?&]+@[^\s@?&]+(\?[^\s#]*)?|https?://[^\s/?#]+(/[^\s#]*)?(\?[^\s#]*)?")
_Text = Annotated[str, msgspec.Meta(min_length=1)]
_Rate = Annotated[int, msgspec.Meta(ge=50, le=200)]
_T = TypeVar("_T")
_S = TypeVar("_S", bound=msgspec.Struct)


class _ShowTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: _Text
    owner: _Text
    language: _Text = "en"
    email: _Text | None = None
    base_url: _Text | None = None
    category: _Text = "Education"
    explicit: bool = False
    cover: _Text | None = None
    cover_alt: _Text | None = None
    feedback: _Text | None = None


class _FormatsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    build: tuple[FormatName, ...] = DEFAULT


class _SoundTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    profile: SoundProfile = "podcast"
    sample_rate_hz: int | None = None
    channels: Annotated[int, msgspec.Meta(ge=1, le=2)] | None = None
    mp3_kbps: int | None = None
    m4b_kbps: Annotated[int, msgspec.Meta(ge=24, le=320)] | None = None
    opus_kbps: Annotated[int, msgspec.Meta(ge=12, le=256)] | None = None


class _PolicyTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    unreviewed: UnreviewedPolicy = "refuse"
    disclaimer: DisclaimerPolicy = "optional"


class _TranslatorsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    proof_url: _Text | None = None


class _VerifyTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    model: _Text | None = None


class _StoreTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    limit: _Text | None = None


class _RightsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    article: _Text | None = None
    translations: _Text | None = None
    audio: _Text | None = None


class _VoiceTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    engine: _Text | None = None
    voice: _Text | None = None
    rate_percent: _Rate = 100
    announcer: _Text | None = None
    announcer_rate_percent: _Rate | None = None
    quote: _Text | None = None
    quote_rate_percent: _Rate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSetting:
    """What the publisher asks for in one language; None leaves the choice to the profile."""

    engine: str | None = None
    voice: str | None = None
    rate_percent: int = 100
    announcer: str | None = None
    """Who says what the announcer says: a voice of the narrator's engine, or `engine/voice`."""
    announcer_rate_percent: int | None = None
    quote: str | None = None
    """Who reads quotes, written likewise."""
    quote_rate_percent: int | None = None
    places: Mapping[str, str] = field(default_factory=dict, compare=False)
    """`path:line` of each key that was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of `edition.toml`."""

    show: Show
    formats: tuple[FormatName, ...] = DEFAULT
    sound: SoundSpec = DEFAULT_SOUND
    music: Mapping[MusicName, Music] = field(default_factory=dict)
    """What is heard between what is said."""
    profile: Profile = "auto"
    voices: Mapping[Language, VoiceSetting] = field(default_factory=dict)
    unreviewed: UnreviewedPolicy = "refuse"
    """Whether a translation no person approved is built (`disclose`, and it says so) or not."""
    disclaimer: DisclaimerPolicy = "optional"
    """Whether an article without a disclaimer is built."""
    proof_url: str | None = None
    """Address the folder `output/proof/` will have, ending in `/`."""
    engines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Options of each engine, as text; a true switch is `yes`."""
    prefill: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Options of each provider of machine drafts, as text; never a key."""
    listening_model: str | None = None
    """Folder of the model `edition verify` listens with, from the workspace; None for that of the extra."""
    store_limit_bytes: int | None = None
    """What the store may take after a build; None for whatever it needs."""

    def voice(self, language: Language) -> VoiceSetting | None:
        """Return what is asked for in `language`, or in the nearest wider one: `pt-BR`, then `pt`."""
        tag: str = language
        while tag:
            if tag in self.voices:
                return self.voices[Language(tag)]
            tag = tag.rpartition("-")[0]
        return None


DEFAULT_SETTINGS = Settings(show=Show(title="Editions", owner="Unknown", language=Language("en")))
"""What a loose file is built with."""


def parse_settings(data: bytes, *, path: str) -> Settings:
    """Read the bytes of an `edition.toml`.

    Raises:
        UsageError: It is no TOML, a key is unknown, or a value is of another kind; with `path:line`.
    """
    try:
        text = data.decode("utf-8-sig")
        tables = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        where = f"{path}:{found[1]}" if found else path
        raise UsageError(
            f"this is not TOML: {error}", where=where, hint="see docs/configuration.md"
        ) from error
    reader = _Reader(text=text, path=path)
    reader.refuse_unknown(
        tables,
        (
            "show",
            "formats",
            "sound",
            "music",
            "voices",
            "policy",
            "translators",
            "rights",
            "engines",
            "prefill",
            "verify",
            "store",
        ),
        "",
    )
    show = reader.table(tables, "show", _ShowTable)
    rights = reader.table(tables, "rights", _RightsTable)
    policy = reader.table(tables, "policy", _PolicyTable)
    translators = reader.table(tables, "translators", _TranslatorsTable)
    voices = dict(reader.tables(tables, "voices"))
    profile: Profile = reader.value(voices.pop("profile", "auto"), Profile, "voices.profile")  # type: ignore[arg-type] # a Literal is a type to msgspec
    return Settings(
        show=Show(
            title=show.title,
            owner=show.owner,
            language=reader.language(show.language, "show.language"),
            email=reader.email(show.email, "show.email"),
            base_url=reader.base_url(show.base_url, "show.base_url"),
            category=show.category,
            explicit=show.explicit,
            cover=show.cover,
            cover_alt=show.cover_alt,
            feedback=reader.feedback(show.feedback, "show.feedback"),
            rights=Rights(article=rights.article, translations=rights.translations, audio=rights.audio),
        ),
        formats=reader.table(tables, "formats", _FormatsTable).build,
        sound=reader.sound(tables),
        music=music_of(reader.table(tables, "music", MusicTable), reader.where),
        profile=profile,
        voices={
            reader.voice_language(tag): reader.voice(table, f"voices.{tag}") for tag, table in voices.items()
        },
        unreviewed=policy.unreviewed,
        disclaimer=policy.disclaimer,
        proof_url=reader.proof_url(translators.proof_url, "translators.proof_url"),
        engines={
            name: reader.options(table, f"engines.{name}") for name, table in reader.engines(tables).items()
        },
        prefill={
            name: reader.provider(table, name) for name, table in reader.tables(tables, "prefill").items()
        },
        listening_model=reader.table(tables, "verify", _VerifyTable).model,
        store_limit_bytes=reader.size(reader.table(tables, "store", _StoreTable).limit, "store.limit"),
    )


def check_base_url(address: str) -> str:
    """Return `address` with a `/` at its end.

    Raises:
        UsageError: It is no http or https address.
    """
    if not _ADDRESS.fullmatch(address):
        raise UsageError(
            f'base_url must be an address like https://example.org/show/, found "{address}"',
            hint="write where the output folder will be served from",
        )
    return address if address.endswith("/") else address + "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Turns tables into values and says where a mistake stands."""

    text: str
    path: str

    def tables(self, tables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """Return what stands in the table `name`, whatever its keys are."""
        found = tables.get(name, {})
        return found if isinstance(found, dict) else self.value(found, dict, name)

    def table(self, tables: Mapping[str, Any], name: str, kind: type[_S]) -> _S:
        found = self.tables(tables, name)
        self.refuse_unknown(found, kind.__struct_fields__, name)
        return self.value(found, kind, name)

    def sound(self, tables: Mapping[str, Any]) -> SoundSpec:
        found = msgspec.structs.asdict(self.table(tables, "sound", _SoundTable))
        profile = SOUND_PROFILES[found.pop("profile")]
        spec = replace(profile, **{key: value for key, value in found.items() if value is not None})
        rate_hz = spec.sample_rate_hz
        self.one_of(rate_hz, SAMPLE_RATES_HZ, "sound.sample_rate_hz", what="sample rate in hertz")
        self.one_of(
            spec.mp3_kbps, bitrates_kbps(rate_hz), "sound.mp3_kbps", what=f"bit rate of MP3 at {rate_hz} Hz"
        )
        return spec

    def one_of(self, found: int, choices: Sequence[int], name: str, *, what: str) -> None:
        if found not in choices:
            raise UsageError(
                f"{name}: {found} is no {what}",
                where=self.where(name),
                hint=f"choose one of {', '.join(map(str, choices))}",
            )

    def engines(self, tables: Mapping[str, Any]) -> Mapping[str, Any]:
        found = self.tables(tables, "engines")
        self.refuse_unknown(found, engines.NAMES, "engines", what="engine")
        return found

    def voice(self, table: object, name: str) -> VoiceSetting:
        if isinstance(table, dict):
            self.refuse_unknown(table, _VoiceTable.__struct_fields__, name)
        found = self.value(table, _VoiceTable, name)
        written = table if isinstance(table, dict) else {}
        return VoiceSetting(
            **msgspec.structs.asdict(found), places={key: self.where(f"{name}.{key}") for key in written}
        )

    def options(self, table: object, name: str) -> Mapping[str, str]:
        options = {}
        for key, found in self.value(table, dict[str, Any], name).items():
            # A union is a type to msgspec.
            value: str | float | bool = self.value(found, str | int | float | bool, f"{name}.{key}")  # type: ignore[arg-type]
            options[key] = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        return options

    def provider(self, table: object, name: str) -> Mapping[str, str]:
        """Return the options of a provider of machine drafts."""
        from builder.prefill import providers

        self.refuse_unknown({name: table}, tuple(providers.OPTIONS), "prefill", what="provider")
        found = self.value(table, dict[str, Any], f"prefill.{name}")
        for key in found:
            with self._located(f"prefill.{name}.{key}"):
                providers.check_options(name, {key: ""})
        return self.options(found, f"prefill.{name}")

    def value(self, found: object, kind: type[_T], name: str) -> _T:
        try:
            return msgspec.convert(found, kind)
        except msgspec.ValidationError as error:
            message, _, inside = str(error).partition(" - at `$")
            path = inside.rstrip("`")
            raise UsageError(
                _in_our_words(f"{name}{path}", message, _inside(found, path)),
                where=self.where(f"{name}{path}"),
                hint="see docs/configuration.md for what it takes",
            ) from error

    def voice_language(self, tag: str) -> Language:
        """Return the language of a table under `voices`."""
        try:
            return parse_language(tag)
        except UsageError as error:
            raise UsageError(
                f'there is no key "voices.{tag}"{did_you_mean(tag, ("profile",))}',
                where=self.where(f"voices.{tag}"),
                hint="known here: profile, and tables of a language such as [voices.pt-BR]",
            ) from error

    def email(self, address: str | None, name: str) -> str | None:
        if address is not None and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+", address):
            raise UsageError(
                f'{name}: expected an address like you@example.org, found "{shorten(address)}"',
                where=self.where(name),
                hint="it is written into feeds alone; leave it out for none",
            )
        return address

    def language(self, tag: str, name: str) -> Language:
        with self._located(name):
            return parse_language(tag)

    def base_url(self, address: str | None, name: str) -> str | None:
        with self._located(name):
            return None if address is None else check_base_url(address)

    def feedback(self, address: str | None, name: str) -> str | None:
        if address is not None and not _FEEDBACK.fullmatch(address):
            raise UsageError(
                f"{name}: expected an address like mailto:desk@example.org or https://example.org/report, "
                f'found "{shorten(address)}"',
                where=self.where(name),
                hint="it is shown on every page; leave it out for none",
            )
        for place in re.findall(r"\{([^{}]*)\}", address or ""):
            if place not in FEEDBACK_PLACES:
                raise UsageError(
                    f'{name}: a page fills in nothing called "{shorten(place)}"'
                    f"{did_you_mean(place, FEEDBACK_PLACES)}",
                    where=self.where(name),
                    hint=f"choose of {', '.join(f'{{{known}}}' for known in FEEDBACK_PLACES)}",
                )
        return address

    def proof_url(self, address: str | None, name: str) -> str | None:
        if address is not None and not _ADDRESS.fullmatch(address):
            raise UsageError(
                f'{name}: expected an address like https://example.org/proof/, found "{shorten(address)}"',
                where=self.where(name),
                hint="write where the folder output/proof/ will be served from, or leave it out",
            )
        return address if address is None or address.endswith("/") else f"{address}/"

    def size(self, text: str | None, name: str) -> int | None:
        try:
            return None if text is None else parse_size(text)
        except ValueError as error:
            raise UsageError(
                f"{name}: {error}", where=self.where(name), hint="leave it out for no limit"
            ) from error

    def refuse_unknown(
        self, table: Mapping[str, Any], known: tuple[str, ...], name: str, *, what: str = "key"
    ) -> None:
        for key in table:
            if key not in known:
                full = f"{name}.{key}" if name else key
                raise UsageError(
                    f'there is no {what} "{full if what == "key" else key}"{did_you_mean(key, known)}',
                    where=self.where(full),
                    hint=f"known here: {', '.join(known)}",
                )

    def where(self, key: str) -> str:
        """Return `path:line` of the key, or of its table, as near as the text tells."""
        *tables, last = re.sub(r"\[\d+\]", "", key).split(".")
        lines = self.text.splitlines()
        inside = not tables
        nearest = 1
        for number, line in enumerate(lines, start=1):
            header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line)
            if header:
                name = header[1].replace('"', "")
                inside = name == ".".join(tables)
                if inside or name in (key, last):
                    nearest = number
            elif inside and re.match(rf'\s*"?{re.escape(last)}"?\s*=', line):
                return f"{self.path}:{number}"
        return f"{self.path}:{nearest}"

    @contextlib.contextmanager
    def _located(self, name: str) -> Iterator[None]:
        try:
            yield
        except BuilderError as error:
            error.where = self.where(name)
            raise


def _inside(found: Any, path: str) -> object:
    """Return what stands at `path` below `found`, such as `.build[2]`."""
    for name, number in re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", path):
        found = found[name] if name else found[int(number)]
    return found


def _in_our_words(key: str, message: str, found: object) -> str:
    """Return what msgspec's `message` says of the value `found` at `key`."""
    lacking = re.fullmatch(r"Object missing required field `(.+)`", message)
    if lacking:
        return f"the table [{key}] lacks the key {lacking[1]}"
    choices = _CHOICES.get(re.sub(r"\[\d+\]$", "", key))
    bound = re.fullmatch(r"Expected `(?:int|float)` ([<>])= (\d+)", message)
    kinds = re.match(r"Expected `([^`]+)`", message)
    if found == "" and choices is None:
        return f"{key}: expected a text, found an empty one"
    if choices and not message.startswith("Expected `array`"):
        expected = f"one of {', '.join(choices)}"
    elif bound:
        expected = f"a number of at {'least' if bound[1] == '>' else 'most'} {bound[2]}"
    elif kinds:
        expected = " or ".join(_KINDS.get(kind, kind) for kind in kinds[1].split(" | ") if kind != "null")
    else:
        expected = message
    return f"{key}: expected {expected}, found {_shown(found)}"


def _shown(found: object) -> str:
    match found:
        case bool():
            return "true" if found else "false"
        case str():
            return f'"{shorten(found)}"'
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return str(found)
