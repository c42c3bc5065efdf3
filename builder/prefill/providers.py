"""Providers: each by its name, and what has to be set before a text leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, cast, get_args

from builder.base.errors import UsageError
from builder.base.suggest import did_you_mean
from builder.prefill.provider import Provider
from builder.prefill.service import Service
from builder.system.http import check_address, is_loopback

ProviderName = Literal["apertium", "libretranslate", "deepl", "openai"]

NAMES: tuple[str, ...] = get_args(ProviderName)
"""The one that needs no network first."""
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "libretranslate": ("url", "key_variable", "most_characters"),
    "deepl": ("url", "key_variable", "most_characters"),
    "openai": ("url", "model", "key_variable", "most_characters"),
}
"""Settings under `[prefill.<name>]`; apertium has none."""

_KEY_VARIABLES: Mapping[str, str] = {
    "libretranslate": "LIBRETRANSLATE_API_KEY",
    "deepl": "DEEPL_AUTH_KEY",
    "openai": "OPENAI_API_KEY",
}
_EXAMPLES: Mapping[str, str] = {
    "libretranslate": "http://localhost:5000",
    "deepl": "https://api-free.deepl.com",
    "openai": "http://localhost:11434/v1",
}
_MOST_CHARACTERS = 100_000


def check_options(name: str, options: Mapping[str, object]) -> None:
    """Check that a provider has all these settings; their values are never shown, one could be a key.

    Raises:
        UsageError: It has no such setting.
    """
    known = OPTIONS.get(name, ())
    for option in options:
        if option in known:
            continue
        if re.search(r"key|token|secret|password", option, re.IGNORECASE):
            raise UsageError(
                f"keys are never kept in a file, and {name} found one under {option}",
                hint=f"take it out, and set the environment variable {_KEY_VARIABLES.get(name, 'for it')}",
            )
        has = f"it has {', '.join(known)}" if known else "it has none"
        raise UsageError(f'{name} has no setting called "{option}"{did_you_mean(option, known)}', hint=has)


def load(
    name: str, *, options: Mapping[str, str], environment: Mapping[str, str], sends: bool = True
) -> Provider:
    """Return the provider called `name`; nothing is sent and no program is started yet.

    Args:
        name: One of `NAMES`.
        options: Those of `[prefill.<name>]`, with what the command line says in their place. The address
            among them is the consent to send texts there.
        environment: Where the key is looked up.
        sends: False when it is only planned what would be sent, which needs no key.

    Raises:
        UsageError: There is no such provider, or its address, model or key is missing or cannot be used.
    """
    if name not in NAMES:
        raise UsageError(
            f'there is no provider called "{name}"{did_you_mean(name, NAMES)}',
            hint=f"known here: {', '.join(NAMES)}",
        )
    check_options(name, options)
    match cast("ProviderName", name):
        case "apertium":
            from builder.prefill.apertium import Apertium

            return Apertium()
        case "libretranslate":
            from builder.prefill.libretranslate import LibreTranslate

            return LibreTranslate(_service(name, options, environment))
        case "deepl":
            from builder.prefill.deepl import DeepL

            return DeepL(_service(name, options, environment, needs_key=sends))
        case "openai":
            from builder.prefill.openai import OpenAIStyle

            if not options.get("model"):
                raise UsageError(
                    "openai needs the name of a model",
                    hint="write model under [prefill.openai] in edition.toml, or add --model NAME",
                )
            return OpenAIStyle(_service(name, options, environment), model=options["model"])


def _service(
    name: str, options: Mapping[str, str], environment: Mapping[str, str], *, needs_key: bool = False
) -> Service:
    if not options.get("url"):
        raise UsageError(
            f"{name} sends texts away from this machine, and does so only to an address that you set",
            hint=f'write url = "{_EXAMPLES[name]}" under [prefill.{name}] in edition.toml, or add --url',
        )
    address = check_address(options["url"])
    key = _key(name, options, environment, needed=needs_key)
    if key and address.startswith("http:") and not is_loopback(address):
        raise UsageError(
            f"the key of {name} is not sent over a connection that anybody can read",
            hint="write an address that begins with https://",
        )
    return Service(name=name, address=address, key=key, most_characters=_most_characters(options))


def _key(name: str, options: Mapping[str, str], environment: Mapping[str, str], *, needed: bool) -> str:
    variable = options.get("key_variable", _KEY_VARIABLES[name])
    if not re.fullmatch(r"[A-Z_][A-Z0-9_]{0,63}", variable):
        raise UsageError(
            f"key_variable of {name} is not the name of an environment variable: capitals, digits and _",
            hint="the key itself never stands in a file",
        )
    key = environment.get(variable, "").strip()
    if not key.isascii() or not key.isprintable():
        raise UsageError(f"the environment variable {variable} holds characters that no key has")
    if needed and not key:
        raise UsageError(
            f"{name} wants a key, and the environment variable {variable} is not set",
            hint=f"set it for this shell alone: read -rs {variable} && export {variable}",
        )
    return key


def _most_characters(options: Mapping[str, str]) -> int | None:
    text = options.get("most_characters")
    if text is None:
        return None
    if not text.isdecimal() or not 200 <= int(text) <= _MOST_CHARACTERS:
        raise UsageError(
            f'most_characters takes a number from 200 to {_MOST_CHARACTERS}, found "{text[:20]}"'
        )
    return int(text)
