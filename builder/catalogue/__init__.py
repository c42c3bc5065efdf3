"""Gettext for prose: extract, merge, localise, and the tool's own texts."""
