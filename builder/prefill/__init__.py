"""Prefill: drafts of translations made by a machine, always to be confirmed by a person."""
