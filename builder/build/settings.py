"""Settings: what a publisher writes in `edition.toml`, read with the path and line of every mistake."""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from builder.base.errors import BuilderError, UsageError
from builder.base.language import Language, parse_language
from builder.base.suggest import did_you_mean
from builder.formats.base import NAMES, FormatName
from builder.model.show import Rights, Show
from builder.speech.choose import Profile

UnreviewedPolicy = Literal["refuse", "disclose"]
DisclaimerPolicy = Literal["required", "optional"]

_Text = Annotated[str, msgspec.Meta(min_length=1)]
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


class _FormatsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    build: tuple[FormatName, ...] = NAMES


class _PolicyTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    unreviewed: UnreviewedPolicy = "refuse"
    disclaimer: DisclaimerPolicy = "optional"


class _RightsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    article: _Text | None = None
    translations: _Text | None = None
    audio: _Text | None = None


class _VoiceTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    engine: _Text | None = None
    voice: _Text | None = None
    rate_percent: Annotated[int, msgspec.Meta(ge=50, le=200)] = 100
    announcer: _Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSetting:
    """What the publisher asks for in one language; None leaves the choice to the profile."""

    engine: str | None = None
    voice: str | None = None
    rate_percent: int = 100
    announcer: str | None = None
    """A second voice of the same engine for what the announcer says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of `edition.toml`."""

    show: Show
    formats: tuple[FormatName, ...] = NAMES
    profile: Profile = "auto"
    voices: Mapping[Language, VoiceSetting] = field(default_factory=dict)
    unreviewed: UnreviewedPolicy = "refuse"
    """Whether a translation no person approved is built (`disclose`, and it says so) or not."""
    disclaimer: DisclaimerPolicy = "optional"
    """Whether an article without a disclaimer is built."""
    engines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Options of each engine, as text; a true switch is `yes`."""


DEFAULT_SETTINGS = Settings(show=Show(title="Editions", owner="Unknown", language=Language("en")))
"""What a loose file is built with."""


def parse_settings(data: bytes, *, path: str) -> Settings:
    """Read the bytes of an `edition.toml`.

    Raises:
        UsageError: It is no TOML, a key is unknown, or a value is of another kind; with `path:line`.
    """
    try:
        text = data.decode("utf-8")
        tables = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        where = f"{path}:{found[1]}" if found else path
        raise UsageError(
            f"this is not TOML: {error}", where=where, hint="see docs/configuration.md"
        ) from error
    reader = _Reader(text=text, path=path)
    reader.refuse_unknown(tables, ("show", "formats", "voices", "policy", "rights", "engines"), "")
    show = reader.table(tables, "show", _ShowTable)
    rights = reader.table(tables, "rights", _RightsTable)
    policy = reader.table(tables, "policy", _PolicyTable)
    voices = dict(tables.get("voices", {}))
    profile: Profile = reader.value(voices.pop("profile", "auto"), Profile, "voices.profile")  # type: ignore[arg-type] # a Literal is a type to msgspec
    return Settings(
        show=Show(
            title=show.title,
            owner=show.owner,
            language=reader.language(show.language, "show.language"),
            email=show.email,
            base_url=reader.base_url(show.base_url, "show.base_url"),
            category=show.category,
            explicit=show.explicit,
            cover=show.cover,
            cover_alt=show.cover_alt,
            rights=Rights(article=rights.article, translations=rights.translations, audio=rights.audio),
        ),
        formats=reader.table(tables, "formats", _FormatsTable).build,
        profile=profile,
        voices={
            reader.language(tag, f"voices.{tag}"): reader.voice(table, f"voices.{tag}")
            for tag, table in voices.items()
        },
        unreviewed=policy.unreviewed,
        disclaimer=policy.disclaimer,
        engines={
            name: reader.options(table, f"engines.{name}")
            for name, table in tables.get("engines", {}).items()
        },
    )


def check_base_url(address: str) -> str:
    """Return `address` with a `/` at its end.

    Raises:
        UsageError: It is no http or https address.
    """
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", address):
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

    def table(self, tables: Mapping[str, Any], name: str, kind: type[_S]) -> _S:
        found = tables.get(name, {})
        if isinstance(found, dict):
            self.refuse_unknown(found, kind.__struct_fields__, name)
        return self.value(found, kind, name)

    def voice(self, table: object, name: str) -> VoiceSetting:
        if isinstance(table, dict):
            self.refuse_unknown(table, _VoiceTable.__struct_fields__, name)
        found = self.value(table, _VoiceTable, name)
        return VoiceSetting(
            engine=found.engine,
            voice=found.voice,
            rate_percent=found.rate_percent,
            announcer=found.announcer,
        )

    def options(self, table: object, name: str) -> Mapping[str, str]:
        found = self.value(table, dict[str, str | int | bool], name)
        return {
            key: ("yes" if value else "no") if isinstance(value, bool) else str(value)
            for key, value in found.items()
        }

    def value(self, found: object, kind: type[_T], name: str) -> _T:
        try:
            return msgspec.convert(found, kind)
        except msgspec.ValidationError as error:
            message, _, inside = str(error).partition(" - at `$")
            key = f"{name}{inside.rstrip('`')}"
            raise UsageError(
                f"{key}: {message[:1].lower()}{message[1:]}",
                where=self.where(key),
                hint="see docs/configuration.md for what it takes",
            ) from error

    def language(self, tag: str, name: str) -> Language:
        with self._located(name):
            return parse_language(tag)

    def base_url(self, address: str | None, name: str) -> str | None:
        with self._located(name):
            return None if address is None else check_base_url(address)

    def refuse_unknown(self, table: Mapping[str, Any], known: tuple[str, ...], name: str) -> None:
        for key in table:
            if key not in known:
                full = f"{name}.{key}" if name else key
                raise UsageError(
                    f'there is no key "{full}"{did_you_mean(key, known)}',
                    where=self.where(full),
                    hint=f"known here: {', '.join(known)}",
                )

    def where(self, key: str) -> str:
        """Return `path:line` of the key, or of its table, as near as the text tells."""
        *tables, last = re.split(r"[.\[\]]+", key.strip("[]."))
        table = re.escape(".".join(tables))
        lines = self.text.splitlines()
        inside = not tables
        nearest = 1
        for number, line in enumerate(lines, start=1):
            header = re.match(r"\s*\[\s*([^\]]+?)\s*\]", line)
            if header:
                inside = re.fullmatch(table, header[1]) is not None
                if inside or header[1] == key or header[1] == last:
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
