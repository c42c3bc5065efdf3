"""Ask espeak-ng which of its mnemonics gives which sound, table by table, and write what is committed.

Each vowel is asked for between two consonants and each consonant before a vowel, because the library changes
sounds at the ends of words. A pair that does not come back whole is left out.
"""

import ctypes
import json
import os
import re
import struct
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from builder.speech.espeak_worker import _Event, _SoundCallback
from builder.speech.models import package_folder

TARGET = Path("builder/speech/data/espeak_sounds.json")
PHONEME_EVENT, LIST_ENDS = 7, 0
VOWEL, FIRST_CONSONANT, LAST_CONSONANT = 2, 3, 8
PLAIN = re.compile("[\u0300-\u036f\u0250-\u02ffa-zæçðøħŋœβθχːᵻʲʰʷˠˤ]+")
STRESS = str.maketrans("", "", "ˈˌ")


class Library:
    """The library, telling the sounds it makes in the phonetic alphabet."""

    def __init__(self, folder: Path) -> None:
        name = next(each for each in sorted(folder.iterdir()) if each.name.startswith("libespeak-ng"))
        self._library = ctypes.CDLL(str(name))
        self._library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
        self._library.espeak_Synth.argtypes = [
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int,
            ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        self._library.espeak_Initialize(2, 0, os.fsencode(folder / "espeak-ng-data"), 0x8000 | 3)
        self._heard: list[str] = []
        self._callback = _SoundCallback(self._take)
        self._library.espeak_SetSynthCallback(self._callback)

    def sounds(self, mnemonics: str, voice: str) -> str:
        """Return what is heard for mnemonics, without stress."""
        self._library.espeak_SetVoiceByName(voice.encode())
        self._heard.clear()
        data = f"[[{mnemonics}]]".encode() + b"\0"
        self._library.espeak_Synth(data, len(data), 0, 1, 0, 1 | 0x100, None, None)
        return "".join(self._heard).translate(STRESS)

    def _take(self, _samples: int, _count: int, events: "ctypes.Array[_Event]") -> int:
        number = 0
        while (event := events[number]).type != LIST_ENDS:
            if event.type == PHONEME_EVENT:
                self._heard.append(event.id.string.decode("utf-8", "replace"))
            number += 1
        return 0


def tables(data: bytes) -> Mapping[str, Mapping[int, tuple[str, int]]]:
    """Return mnemonic and type of every phoneme of every table, those of the table it includes among them.

    Source: espeak-ng 1.52, `LoadPhData`: a count; then for each table two bytes, a name of 32 and records.
    """
    found: list[tuple[str, dict[int, tuple[str, int]]]] = []
    place = 4
    for _ in range(data[0]):
        count, includes = data[place], data[place + 1]
        name = data[place + 4 : place + 36].split(b"\0")[0].decode()
        place += 36
        own = dict(found[includes - 1][1]) if includes else {}
        for _ in range(count):
            mnemonic, _, _, code, kind = struct.unpack_from("<IIHBB", data, place)
            own[code] = (struct.pack("<I", mnemonic).rstrip(b"\0").decode("latin-1"), kind)
            place += 16
        found.append((name, own))
    return dict(found)


def voices(folder: Path, known: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield every voice with the name of its table."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            names = re.findall(r"^(?:phonemes|language)\s+(\S+)", text, re.MULTILINE)
            own = re.search(r"^phonemes\s+(\S+)", text, re.MULTILINE)
            name = own[1] if own else names[0]
            yield path.name.lower(), name if name in known else name.partition("-")[0]


def asked(library: Library, voice: str, phonemes: Mapping[int, tuple[str, int]]) -> dict[str, str]:
    """Return the shortest mnemonic of each sound of a voice."""
    found: dict[str, str] = {}
    end = library.sounds("p|a", voice)
    for mnemonic, kind in sorted(set(phonemes.values()), key=lambda each: (len(each[0]), each)):
        if not re.fullmatch(r"[!-~]+", mnemonic) or re.search(r"[|_'#-]", mnemonic[0]) or "|" in mnemonic:
            continue
        if kind == VOWEL:
            heard = library.sounds(f"p|{mnemonic}|p|a", voice)
            sound = heard[1 : -len(end)] if heard.startswith("p") and heard.endswith(end) else ""
        elif FIRST_CONSONANT <= kind <= LAST_CONSONANT:
            heard = library.sounds(f"{mnemonic}|a", voice)
            sound = heard[: -len(end[1:])] if heard.endswith(end[1:]) else ""
        else:
            continue
        if PLAIN.fullmatch(sound):
            found.setdefault(sound, mnemonic)
    return found


def render(of_voices: Mapping[str, str], sounds: Mapping[str, Mapping[str, str]]) -> str:
    """Return the file: what most tables share, what each has otherwise, and which voice has which."""
    pairs = [pair for own in sounds.values() for pair in own.items()]
    shared = dict(sorted({pair for pair in pairs if 3 * pairs.count(pair) > 2 * len(sounds)}))
    lines = []
    for name, own in sorted(sounds.items()):
        other = {
            sound: own.get(sound) for sound in sorted({*own, *shared}) if own.get(sound) != shared.get(sound)
        }
        lines.append(f"  {json.dumps(name)}: {json.dumps(other, ensure_ascii=False)}")
    named = {voice: name for voice, name in sorted(of_voices.items()) if voice != name}
    shown = (json.dumps(each, ensure_ascii=False) for each in (named, shared))
    tables = ",\n".join(lines)
    return f'{{"voices": {next(shown)},\n "shared": {next(shown)},\n "tables": {{\n{tables}\n}}}}\n'


def main() -> int:
    folder = package_folder("espeakng_loader")
    if folder is None:
        print("espeak-ng is not installed", file=sys.stderr)
        return 1
    known = tables((folder / "espeak-ng-data" / "phontab").read_bytes())
    of_voices = dict(voices(folder / "espeak-ng-data" / "lang", known))
    library = Library(folder)
    first = {name: voice for voice, name in reversed(of_voices.items())}
    sounds = {name: asked(library, voice, known[name]) for name, voice in sorted(first.items())}
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.write_text(render(of_voices, sounds), encoding="utf-8")
    print(f"wrote {target}: {len(of_voices)} voices, {len(sounds)} tables")
    return 0


if __name__ == "__main__":
    sys.exit(main())
