"""OpenJTalk worker: checks and loads the wheel's files once, then speaks; it keeps nothing of what it said.

Run as `python -m builder.speech.openjtalk_worker`; see `builder.speech.worker_engine` for the messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from builder.base.digest import Json
from builder.base.errors import VoiceMissing
from builder.speech.models import check_file, check_folder, known_model, package_folder
from builder.system.worker import WorkerError, serve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SAMPLE_RATE_HZ = 48_000
_VOICE = "mei"
_FULL_SCALE = 32_768
_HEADROOM = 0.5
"""The voice goes past full scale (36,098 was seen); half of it leaves room for twice that."""


def check() -> None:
    """Check that dictionary and voice are those that were measured.

    Raises:
        WorkerError: The wheel is missing, or its files are not those we know.
    """
    model = known_model("openjtalk")
    folder = package_folder("pyopenjtalk")
    if folder is None:
        raise WorkerError("model", f"{model.package} is not installed")
    try:
        check_folder(folder / "dictionary", model)
        check_file(folder / "htsvoice" / "mei_normal.htsvoice", model)
    except VoiceMissing as error:
        raise WorkerError("model", error.message) from error


def speak(text: str, *, rate_percent: int) -> bytes:
    """Return 16-bit samples of `text`, none where there is nothing to say."""
    import numpy as np
    import pyopenjtalk

    sound: NDArray[np.float64]
    sound, sample_rate_hz = pyopenjtalk.tts(" ".join(text.split()), speed=rate_percent / 100)
    if sample_rate_hz != _SAMPLE_RATE_HZ:
        raise WorkerError("fault", f"it spoke at {sample_rate_hz} Hz, expected {_SAMPLE_RATE_HZ}")
    samples: bytes = (
        np.clip(np.rint(sound * _HEADROOM), -_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes()
    )
    return samples


def main() -> None:
    """Answer requests until standard input ends."""
    checked = False

    def answer(header: Mapping[str, object], payload: bytes) -> tuple[Mapping[str, Json], bytes]:
        nonlocal checked
        if not checked:
            check()
            checked = True
        if not header:
            return {"sample_rate_hz": _SAMPLE_RATE_HZ}, b""
        if header["voice"] != _VOICE:
            raise WorkerError("voice", f'it has no voice called "{header["voice"]}"')
        pcm = speak(payload.decode(), rate_percent=int(str(header["rate_percent"])))
        return {"sample_rate_hz": _SAMPLE_RATE_HZ, "marks": []}, pcm

    serve(answer)


if __name__ == "__main__":
    main()
