"""PLS: a lexicon of pronunciations as the W3C has it, read from authors and written for other programs.

Source: Pronunciation Lexicon Specification (PLS) 1.0, W3C Recommendation, 14 October 2008.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from builder.base.errors import ContentError, UsageError
from builder.base.language import Language, parse_language
from builder.base.text import one_line, shorten
from builder.model.pronunciation import Pronunciation, Pronunciations

MEDIA_TYPE: str = "application/pls+xml"
NAMESPACE: str = "http://www.w3.org/2005/01/pronunciation-lexicon"
MOST_BYTES = 2_000_000
MOST_DEPTH = 16
MOST_LEXEMES = 20_000
MOST_CHARACTERS = 200
"""Of one word, and of what is said for it."""

_SPACED = f"{NAMESPACE} "
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_BRACKETS = re.compile(r"^[/\[]|[/\]]$")
_IPA_MARKS = frozenset(".|‖‿'ˈˌːˑ ͜͡-↗↘ꜛꜜ")


def render_pls(pronunciations: Pronunciations, language: Language) -> bytes:
    """Return the lexicon of one language: UTF-8, sorted by word, the same bytes for the same entries.

    Where an entry has both, its sounds stand before its spelling: PLS prefers the first.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<lexicon version="1.0" xmlns="{NAMESPACE}" alphabet="ipa" xml:lang="{language}">',
    ]
    for entry in sorted(pronunciations, key=lambda entry: (entry.word.casefold(), entry.word)):
        parts = (("grapheme", entry.word), ("phoneme", entry.ipa), ("alias", entry.said))
        if not _NOT_XML.search("".join(text for _, text in parts)):
            inner = (f"    <{name}>{text.translate(_ESCAPES)}</{name}>" for name, text in parts if text)
            lines.extend(("  <lexeme>", *inner, "  </lexeme>"))
    return "\n".join([*lines, "</lexicon>", ""]).encode()


def parse_pls(data: bytes, *, path: str, language: Language) -> Pronunciations:
    """Return the words of a lexicon; of a word that stands there twice, the first entry.

    Of several pronunciations of a word the preferred one is taken, else the first: one in sounds and one in
    letters. A lexeme without any is passed over.

    Args:
        data: Any encoding that XML and Python's expat know; at most 2 MB.
        path: As it is shown in messages.
        language: That the lexicon has to be of; `es` serves `es-MX`.

    Raises:
        ContentError: Not well-formed, no PLS 1.0, with a DOCTYPE, of another language, in another alphabet
            than IPA, for one role of a word alone, too long or too deep.
    """
    if len(data) > MOST_BYTES:
        raise ContentError(
            f"the file has {len(data)} bytes; expected at most {MOST_BYTES}",
            where=f"{path}:1",
            hint="keep the words of your articles alone",
        )
    reader = _Reader(path, language)
    reader.read(data)
    found: dict[str, Pronunciation] = {}
    for lexeme in reader.lexemes:
        for entry in _entries(lexeme, path):
            found.setdefault(entry.word, entry)
    return Pronunciations(tuple(found.values()))


@dataclass(slots=True)
class _Lexeme:
    line: int
    graphemes: list[str] = field(default_factory=list)
    sounds: list[tuple[bool, str]] = field(default_factory=list)
    """Whether it is the preferred one, and the text."""
    aliases: list[tuple[bool, str]] = field(default_factory=list)


def _entries(lexeme: _Lexeme, path: str) -> Iterator[Pronunciation]:
    ipa, said = _preferred(lexeme.sounds), _preferred(lexeme.aliases)
    for word in lexeme.graphemes:
        if word and (ipa or said):
            yield Pronunciation(word=word, said=said, ipa=ipa, where=f"{path}:{lexeme.line}")


def _preferred(found: list[tuple[bool, str]]) -> str:
    """Return the preferred text, else the first; empty for none."""
    return next((text for preferred, text in found if preferred), found[0][1] if found else "")


class _Reader:
    """Gathers lexemes and refuses what a lexicon has no need of."""

    def __init__(self, path: str, language: Language) -> None:
        self.lexemes: list[_Lexeme] = []
        self._path = path
        self._language = language
        self._open: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._preferred = False
        self._alphabet = ""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        # No lexicon needs a DOCTYPE, and with none no entity can be declared.
        self._parser.StartDoctypeDeclHandler = self._doctype

    def read(self, data: bytes) -> None:
        """Gather the lexemes of a whole file."""
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise ContentError(
                f"this is not well-formed XML: {expat.ErrorString(error.code)}",
                where=f"{self._path}:{error.lineno}",
                hint="mend this line",
            ) from error
        except (LookupError, ValueError) as error:
            raise self._refusal(f"the file's encoding is not known here: {error}") from error

    def _start(self, spaced: str, attributes: dict[str, str]) -> None:
        name = spaced.removeprefix(_SPACED)
        if not self._open:
            self._check_root(spaced, attributes)
        self._open.append(name)
        if len(self._open) > MOST_DEPTH:
            raise self._refusal(f"elements stand {len(self._open)} deep in each other")
        self._text, self._length = [], 0
        match name:
            case "lexeme":
                self._check_lexeme(attributes)
                self.lexemes.append(_Lexeme(line=self._parser.CurrentLineNumber))
            case "phoneme":
                self._check_alphabet(attributes.get("alphabet") or self._alphabet)
                self._preferred = attributes.get("prefer") == "true"
            case "alias":
                self._preferred = attributes.get("prefer") == "true"
            case _:
                pass

    def _end(self, _spaced: str) -> None:
        name = self._open.pop()
        if not self.lexemes or self._open[-1:] != ["lexeme"]:
            return
        text, lexeme = one_line("".join(self._text)), self.lexemes[-1]
        match name:
            case "grapheme":
                lexeme.graphemes.append(text)
            case "phoneme":
                lexeme.sounds.append((self._preferred, self._ipa(text)))
            case "alias":
                lexeme.aliases.append((self._preferred, text))
            case _:
                pass

    def _characters(self, text: str) -> None:
        self._length += len(text)
        if self._length > MOST_CHARACTERS and self._open[-1] in {"grapheme", "phoneme", "alias"}:
            raise self._refusal(f"a text has more than {MOST_CHARACTERS} characters")
        if self._length <= MOST_CHARACTERS:
            self._text.append(text)

    def _check_root(self, spaced: str, attributes: dict[str, str]) -> None:
        if spaced != f"{_SPACED}lexicon":
            name = spaced.rpartition(" ")[2]
            raise self._refusal(
                f'the first element is <{shorten(name)}>; expected <lexicon xmlns="{NAMESPACE}">'
            )
        if attributes.get("version") != "1.0":
            raise self._refusal(f'the version is "{shorten(attributes.get("version", ""))}"; expected "1.0"')
        tag = attributes.get("http://www.w3.org/XML/1998/namespace lang", "")
        if not _serves(tag, self._language):
            raise self._refusal(f'the lexicon is of "{shorten(tag)}"; expected xml:lang="{self._language}"')
        self._alphabet = attributes.get("alphabet", "")

    def _check_lexeme(self, attributes: dict[str, str]) -> None:
        if attributes.get("role"):
            raise self._refusal("a lexeme is for one role of its word; expected none: it is said everywhere")
        if len(self.lexemes) == MOST_LEXEMES:
            raise self._refusal(f"the file has more than {MOST_LEXEMES} lexemes")

    def _check_alphabet(self, alphabet: str) -> None:
        if alphabet != "ipa":
            raise self._refusal(f'sounds are in the alphabet "{shorten(alphabet)}"; expected "ipa"')

    def _ipa(self, text: str) -> str:
        sounds = unicodedata.normalize("NFD", _BRACKETS.sub("", text)).strip()
        wrong = next((each for each in sounds if not _is_ipa(each)), None)
        if wrong is not None:
            raise self._refusal(f'"{wrong}" in "{shorten(text)}" is no sign of the phonetic alphabet')
        if not any(map(str.isalpha, sounds)):
            raise self._refusal("a phoneme has no sound; expected one, or no phoneme")
        return sounds

    def _doctype(self, *_: object) -> None:
        raise self._refusal("the file has a DOCTYPE; expected none")

    def _refusal(self, message: str) -> ContentError:
        return ContentError(
            message,
            where=f"{self._path}:{self._parser.CurrentLineNumber}",
            hint="see docs/translating.md, “A word sounds wrong”",
        )


def _is_ipa(character: str) -> bool:
    return (
        character.isalpha()
        or character in _IPA_MARKS
        or unicodedata.category(character) in {"Mn", "Lm", "Sk"}
    )


def _serves(tag: str, language: Language) -> bool:
    try:
        found = parse_language(tag)
    except UsageError:
        return False
    return language == found or language.startswith(f"{found}-") or found.startswith(f"{language}-")
