"""The table of codes is the same in the package and in the documents."""

import re
from pathlib import Path

from builder.check import files, published

ROOT = Path(__file__).parents[3]


def test_every_code_has_one_meaning_in_both_tables() -> None:
    here = re.findall(r"^\| (V\d{3}) \|", published.__doc__ or "", re.MULTILINE)
    there = re.findall(r"^\| `(V\d{3})` \|", (ROOT / "docs/findings.md").read_text(), re.MULTILINE)

    assert here == there
    assert set(re.findall(r"V\d{3}", files.__doc__ or "")) <= set(here)
