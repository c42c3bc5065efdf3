"""Linked data: JSON that may stand in a page, whatever is in the texts."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from builder.formats.linked_data import render_linked_data
from builder.testing.samples import SHOW, sample_publication


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\n", "\0", "</script>", "<!--", '"'])
def test_whatever_a_title_holds_it_is_json_and_ends_no_script(sign: str) -> None:
    show = replace(SHOW, title=f"Salt{sign}Water")

    text = render_linked_data(sample_publication(show=show))

    assert "Salt" in json.dumps(json.loads(text))
    assert not set("<>\n\u2028\u2029") & set(text)
