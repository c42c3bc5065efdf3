"""OpenJTalk: Japanese by statistics instead of recordings, with a dictionary of readings of its own.

Dictionary and voice come in the wheel `pyopenjtalk-plus` (MIT; the voice is CC BY 3.0) and run in a process
of their own. Nothing is downloaded: the one model the package would fetch is never asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.base.errors import VoiceMissing
from builder.base.language import Language
from builder.speech.engine import NO_OPTIONS, EngineInfo, Options, Voice
from builder.speech.models import (
    gains_db,
    installed_version,
    known_model,
    package_folder,
    require_version,
)

if TYPE_CHECKING:
    from builder.speech.worker_engine import WorkerEngine

NAME: str = "openjtalk"
OPTIONS: tuple[str, ...] = ()
PATHS: tuple[str, ...] = ()
INSTALL: str = "pip install 'edition-builder[ja]'"
SAMPLE_RATE_HZ = 48_000

# As the voice's licence file names its author.
_ATTRIBUTION = (
    'HTS Voice "Mei", released by MMDAgent Project Team, http://www.mmdagent.jp/; copyright 2009-2013 Nagoya '
    "Institute of Technology, Department of Computer Science; CC BY 3.0, "
    "https://creativecommons.org/licenses/by/3.0/"
)
_JAPANESE = Language("ja")


def info(_options: Options = NO_OPTIONS) -> EngineInfo:
    """Return what OpenJTalk tells of itself, without starting it.

    Raises:
        VoiceMissing: Its wheel is not installed, or not the release we know.
    """
    folder = package_folder("pyopenjtalk")
    if folder is None:
        raise VoiceMissing("OpenJTalk is not installed", engine=NAME, hint=INSTALL)
    model = known_model(NAME)
    require_version("OpenJTalk", model, folder, install=INSTALL)
    return EngineInfo(
        name=NAME,
        title="Open JTalk",
        version=model.version,
        voices=(
            Voice(
                name="mei",
                languages=(_JAPANESE,),
                licence="CC-BY-3.0",
                attribution=_ATTRIBUTION,
                gain_db=gains_db(NAME).get("mei"),
                bands={_JAPANESE: "usable"},  # character error rate 10.4 %
            ),
        ),
        parts={
            "dictionary": model.folder,
            # Sudachi corrects readings; "何" is read by a model where onnxruntime is there.
            **{
                package: installed_version(package, module)
                for package, module in (
                    ("sudachipy", "sudachipy"),
                    ("sudachidict_core", "sudachidict_core"),
                    ("onnxruntime", "onnxruntime"),
                    ("numpy", "numpy"),
                )
            },
        },
        speed=20.0,
        sample_rate_hz=SAMPLE_RATE_HZ,
    )


def load(_options: Options = NO_OPTIONS) -> WorkerEngine:
    """Return the engine; its worker starts with the first utterance.

    Raises:
        VoiceMissing: As `info`.
    """
    from builder.speech.worker_engine import Deadline, WorkerEngine
    from builder.system.process import python_worker

    return WorkerEngine(
        info(),
        python_worker("builder.speech.openjtalk_worker"),
        deadline=Deadline(start_s=90, base_s=30, character_s=0.5),
        environment={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
