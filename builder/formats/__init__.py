"""Formats: one module for each kind of file an edition has."""
