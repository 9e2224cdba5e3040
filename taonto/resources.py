"""Where the ontology, the shapes, the queries and the examples lie: in the wheel or in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder `name` ("ontology", "shapes", "queries" or "examples").

    A wheel carries the folders under `taonto/data`; a checkout has them beside the package.

    Raises:
        FileNotFoundError: if neither place has it, which means a damaged installation.
    """
    for candidate in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"taonto's own folder '{name}' is missing: reinstall taonto")
