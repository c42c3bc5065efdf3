"""Edition Builder: from an article to editions that people can hear and read."""

__version__ = "0.1.0"
