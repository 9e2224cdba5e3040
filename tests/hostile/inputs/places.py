"""Odd homes, caches, folders, locales and rights."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from hostile.canary import CANARY
from hostile.case import EITHER, READ, Case, Content, Place
from hostile.inputs.commands import PRINTING, words
from hostile.inputs.files import SHEET, place
from hostile.inputs.outputs import CLOSED, NO_PRIVILEGE

_OWN = {"XDG_CACHE_HOME": None}


@dataclass(frozen=True)
class Setting:
    """What is odd: variables, files in the folder, the shell around the command."""

    name: str
    variables: Mapping[str, str | None] = field(default_factory=dict)
    files: Mapping[str, Content | Place] = field(default_factory=dict)
    shell: str = "exec {}"
    exits: frozenset[int] = READ


def _closed(path: Path) -> None:
    path.write_bytes(SHEET)
    path.chmod(0)


def _modules(*names: str) -> dict[str, Content]:
    return {f"{name}.py": lambda _: b"raise SystemExit(1)" for name in names}


SETTINGS = [
    Setting("no HOME", {"HOME": None, **_OWN}),
    Setting("a HOME that is nowhere", {"HOME": "/nonexistent", **_OWN}),
    Setting("a HOME that takes nothing", {"HOME": "{folder}/closed", **_OWN}, {"closed": CLOSED}, NO_PRIVILEGE),
    Setting("a HOME that is a file", {"HOME": "{folder}/good.csv", **_OWN}),
    Setting("a cache that is a file", {"XDG_CACHE_HOME": "{folder}/good.csv"}),
    Setting("a cache in a device", {"XDG_CACHE_HOME": "/dev/null/x"}),
    Setting("a new cache", {"XDG_CACHE_HOME": "{folder}/cache"}),
    Setting("no TMPDIR", {"TMPDIR": "/nonexistent"}),
    Setting("a TMPDIR that is a file", {"TMPDIR": "{folder}/good.csv"}),
    Setting("locale C", {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    Setting("a locale that is none", {"LANG": "xx_YY.nonsense", "LC_CTYPE": "xx_YY.nonsense"}),
    Setting("ASCII streams", {"PYTHONIOENCODING": "ascii"}),
    Setting("UTF-16 streams", {"PYTHONIOENCODING": "utf-16"}, exits=EITHER),
    Setting("a dumb terminal", {"TERM": "dumb"}),
    Setting("no terminal", {"TERM": None, "COLUMNS": "-5", "LINES": "x"}),
    Setting("no PATH", {"PATH": "/nonexistent"}),
    Setting("a proxy", {"http_proxy": CANARY, "https_proxy": CANARY, "ALL_PROXY": CANARY}),
    Setting("modules in the folder", {}, _modules("yaml", "numpy", "pandas", "taonto", "pyoxigraph", "rdflib", "json")),
    Setting("a folder that is gone", shell="mkdir ../gone; cd ../gone; rmdir ../gone; exec {}", exits=EITHER),
    Setting("signals that are ignored", shell="trap '' PIPE CHLD; exec {}"),
    Setting(
        "no right to read",
        {},
        {"good.csv": place(_closed), "matrix.csv": place(_closed), "good.rq": place(_closed)},
        NO_PRIVILEGE,
        EITHER,
    ),
]
_QUICK = {"a HOME that takes nothing", "no TMPDIR", "a folder that is gone"}


def places() -> Iterator[Case]:
    """Yield every setting with every third command, beginning with another one each time."""
    for number, setting in enumerate(SETTINGS):
        for name, line in islice(PRINTING.items(), number % 3, None, 3):
            yield Case(
                "surroundings",
                f"{name} with {setting.name}",
                words(line),
                files=setting.files,
                quick=setting.name in _QUICK and name in {"terms", "study"},
                exits=setting.exits,
                outputs=("out*", "cache*"),
                environment=setting.variables,
                shell=setting.shell,
            )
