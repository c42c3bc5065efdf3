"""Programs and packages somebody else wrote, which some tests ask for a second opinion."""

from __future__ import annotations

import importlib.util
import os
import shutil


def absent(*names: str) -> bool:
    """Return True when one of the programs is not installed and its test may be skipped for that.

    Never under continuous integration (`CI` is set): there a missing program is a failure.
    """
    return "CI" not in os.environ and any(shutil.which(name) is None for name in names)


def not_installed(*modules: str) -> bool:
    """Return True when one of the Python packages is not installed and its test may be skipped for that.

    Never under continuous integration, as for programs.
    """
    return "CI" not in os.environ and any(importlib.util.find_spec(name) is None for name in modules)
