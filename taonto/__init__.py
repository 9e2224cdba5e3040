"""taonto: the shared language of technical assistance, and the tools that work with it."""

__version__ = "0.1.0"
