#!/usr/bin/env python3
"""Make a recording as scripts by hand do: a sound file a section, put together by FFmpeg or by pydub.

usage: scripts/bench/peers.py {concat,pydub} FOLDER

FOLDER holds `sections.json`: what is said in each section. Every section is spoken to a WAV by the program
`espeak-ng` where it is on the PATH, else by its library. Then

concat: FFmpeg encodes each section, joins the files by its concat demuxer without encoding again, measures
    the loudness of all (loudnorm), and encodes once more with the gain that wants (loudnorm, second pass);
pydub: sections are added one to the other in memory and written as a WAV, then measured and encoded alike.

`result.mp3` is the recording and `marks.json` where each section starts, by the lengths of the WAVs, as such
scripts tell it to players. They keep nothing from one run to the next: each costs what the first did.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

RATE_HZ = 24_000
PAUSE_MS = 600
_ENCODING = ("-ar", str(RATE_HZ), "-ac", "1", "-c:a", "libmp3lame", "-b:a", "64k")
_TARGET = "loudnorm=I=-16:TP=-2:LRA=11:dual_mono=true"


def ffmpeg(*options: str) -> str:
    """Run FFmpeg and return what it says."""
    command = ["ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-y", *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def speak(sections: Sequence[dict[str, str]], folder: Path) -> list[Path]:
    """Write a WAV for each section and return them in order."""
    say = _speak_by_program if shutil.which("espeak-ng") else _speaker_of_the_library()
    paths = []
    for number, section in enumerate(sections, start=1):
        paths.append(folder / f"{number:04}.wav")
        say(section["voice"], section["text"], paths[-1])
    return paths


def _speak_by_program(voice: str, text: str, target: Path) -> None:
    command = ["espeak-ng", "-v", voice, "--stdin", "-w", str(target)]
    subprocess.run(command, input=text, text=True, check=True)


def _speaker_of_the_library() -> Callable[[str, str, Path], None]:
    import ctypes
    import importlib.util

    spec = importlib.util.find_spec("espeakng_loader")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent
    library = ctypes.CDLL(str(next(folder.glob("libespeak-ng*"))))
    rate_hz = library.espeak_Initialize(2, 0, str(folder / "espeak-ng-data").encode(), 0x8000)
    pieces: list[bytes] = []

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    def take(samples: int, count: int, _events: int) -> int:
        if samples and count:
            pieces.append(ctypes.string_at(samples, 2 * count))
        return 0

    def say(voice: str, text: str, target: Path) -> None:
        pieces.clear()
        library.espeak_SetSynthCallback(take)
        library.espeak_SetVoiceByName(voice.encode())
        data = text.encode() + b"\0"
        library.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 1, 0, 1, None, None)
        with wave.open(str(target), "wb") as file:
            file.setparams((1, 2, rate_hz, 0, "NONE", ""))
            file.writeframes(b"".join(pieces))

    return say


def seconds(path: Path) -> float:
    """Return how long a WAV is."""
    with wave.open(str(path)) as file:
        return file.getnframes() / file.getframerate()


def concat(folder: Path, sounds: Sequence[Path]) -> Path:
    """Encode every section, join the files as they are, and return the joined one."""
    for sound in sounds:
        ffmpeg("-i", str(sound), *_ENCODING, str(sound.with_suffix(".mp3")))
    listed = folder / "list.txt"
    listed.write_text("".join(f"file '{sound.with_suffix('.mp3').name}'\n" for sound in sounds))
    joined = folder / "joined.mp3"
    ffmpeg("-f", "concat", "-safe", "0", "-i", str(listed), "-c", "copy", str(joined))
    return joined


def pydub(folder: Path, sounds: Sequence[Path]) -> Path:
    """Add all sections to each other, with pauses, and return them as one WAV."""
    from pydub import AudioSegment

    book = AudioSegment.empty()
    for sound in sounds:
        section = AudioSegment.from_wav(str(sound))
        book += section + AudioSegment.silent(PAUSE_MS, frame_rate=section.frame_rate)
    joined = folder / "joined.wav"
    book.export(str(joined), format="wav")
    return joined


def level(joined: Path, result: Path) -> None:
    """Encode `joined` at the loudness that is wanted, measured before."""
    said = ffmpeg("-i", str(joined), "-af", f"{_TARGET}:print_format=json", "-f", "null", "-")
    found = json.loads(said[said.rindex("{") : said.rindex("}") + 1])
    measured = ":".join(
        f"measured_{name}={found[f'input_{name.lower()}']}" for name in ("I", "TP", "LRA", "thresh")
    )
    gain = f"{_TARGET}:{measured}:offset={found['target_offset']}:linear=true"
    ffmpeg("-i", str(joined), "-af", gain, *_ENCODING, str(result))


def main() -> int:
    way, folder = sys.argv[1], Path(sys.argv[2])
    sections = json.loads((folder / "sections.json").read_text(encoding="utf-8"))
    sounds = speak(sections, folder)
    joined = {"concat": concat, "pydub": pydub}[way](folder, sounds)
    level(joined, folder / "result.mp3")
    pause_s = PAUSE_MS / 1000 if way == "pydub" else 0.0
    start_s, marks = 0.0, []
    for sound in sounds:
        marks.append({"sound": sound.name, "start_s": start_s})
        start_s += seconds(sound) + pause_s
    (folder / "marks.json").write_text(json.dumps(marks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
