"""Measure the gain of every voice this repository speaks with, and write the values that are committed.

A voice of espeak-ng is measured in each language its bands name; a voice of another engine in the language it
speaks. `scripts/calibrate ENGINE …` measures those of some engines and keeps the other values.
"""

import json
import sys
import tempfile
from pathlib import Path

from builder.base.language import Language
from builder.build.project import Project
from builder.build.run import open_engine
from builder.build.settings import DEFAULT_SETTINGS
from builder.build.voices import measure_gain_db
from builder.model.script import VoiceRef
from builder.speech import engines
from builder.speech.choose import choose_voice
from builder.system.store import Store

TARGET = Path("builder/speech/data/gains.json")
LANGUAGES = ("en", "es", "fr", "de", "it", "pt-BR", "nl", "sv", "pl", "ru", "ja", "zh", "hi")
NAMES = ("tone", "espeak-ng", "hibari", "piper", "kokoro", "openjtalk")


def main() -> int:
    names = sys.argv[1:] or NAMES
    kept = json.loads(TARGET.read_bytes()) if sys.argv[1:] else {}
    gains: dict[str, float] = {key: gain for key, gain in kept.items() if key.partition("/")[0] not in names}
    for name in names:
        info = engines.info(name)
        for tag in LANGUAGES:
            language = Language(tag)
            voice = next((v for v in info.voices if not v.languages or language in v.languages), None)
            if name == "espeak-ng":
                if language in {"ja", "zh", "hi"}:  # not usable
                    continue
                ref = choose_voice(language, profile="fast")
            elif voice is not None:
                ref = VoiceRef(engine=name, voice=voice.name)
            else:
                continue
            key = f"{ref.engine}/{ref.voice}"
            if key in gains:
                continue
            with tempfile.TemporaryDirectory() as folder:
                project = Project(root=Path(folder), settings=DEFAULT_SETTINGS)
                gains[key] = measure_gain_db(
                    language,
                    ref,
                    info,
                    store=Store(project.work / "store"),
                    open_engine=open_engine(project, allow_network=False),
                )
            print(f"{key}\t{gains[key]:+.1f} dB")
    TARGET.write_text(json.dumps(gains, indent=1, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
