"""Readers: published files opened by code that shares nothing with what wrote them.

One module a kind of file; each gives the same value, a `Read`. What a format cannot say is None there.
"""
