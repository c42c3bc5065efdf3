"""Profile: how voices are chosen where none is named."""

from __future__ import annotations

from typing import Literal

Profile = Literal["auto", "fast", "natural", "online"]
"""`auto` the best measured voice here, `fast` espeak-ng, `natural` a neural one, `online` gTTS."""
