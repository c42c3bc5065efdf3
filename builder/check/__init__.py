"""Checks: findings about articles, catalogues and outputs."""
