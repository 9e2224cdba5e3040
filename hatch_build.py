"""Puts the inferred edition of the graph into the wheel, so that an installed taonto answers at once."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class InferredEditionHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the edition from the sources at build time: it is generated, so it is not committed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the edition to the files of a wheel; an editable install makes its own on first use."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from taonto.ontology.edition import edition_name, inferred_bytes

        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / edition_name()
        path.write_bytes(inferred_bytes())
        build_data["force_include"][str(path)] = f"taonto/data/{path.name}"
