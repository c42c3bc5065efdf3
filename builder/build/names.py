"""Names of what lies in an output folder beside the files of editions."""

from __future__ import annotations

RECORD_NAME: str = "build.json"
"""In each edition's folder: what its files were made of."""
STAGING_NAME: str = ".staging"
"""Holds what is about to be published."""
DRAFT_FOLDER: str = "draft"
PROOF_FOLDER: str = "proof"
