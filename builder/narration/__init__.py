"""Narration: from an edition to the script that says every word of it."""
