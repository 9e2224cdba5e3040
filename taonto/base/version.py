"""The version of taonto, stated once: packaging, pages and requests read it from here."""

__version__ = "0.1.0"
