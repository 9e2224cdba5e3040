"""The RDF tests of the W3C, each through `convert`. They are not part of this repository.

    git clone https://github.com/w3c/rdf-tests
    TAONTO_RDF_TESTS=rdf-tests/rdf pytest -m long tests/rdf/test_w3c_suite.py

What fails must be listed in docs/rdf.md, and what is listed must fail.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

from taonto.base.errors import TaontoError
from taonto.records.convert import convert

ROOT = Path(__file__).parents[2]
SUITE = os.environ.get("TAONTO_RDF_TESTS", "")
FOLDERS = [
    f"rdf{version}/rdf-{syntax}" for version in (11, 12) for syntax in ("turtle", "n-triples", "n-quads", "trig", "xml")
]
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SYNTAXES = {".ttl": "turtle", ".nt": "ntriples", ".nq": "nquads", ".trig": "trig", ".rdf": "rdfxml"}
READERS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
}


class Case(NamedTuple):
    """One test: what to read, from which address, and what should come out."""

    name: str
    kind: str
    action: Path
    base: str
    result: Path | None


def cases(folder: Path, inside: str) -> Iterator[Case]:
    """Yield the tests of a manifest and of those below it."""
    for manifest in sorted(folder.rglob("manifest.ttl")):
        here = f"https://test.example/{manifest.parent.relative_to(folder).as_posix()}/"
        facts: dict[str, dict[str, list[str]]] = {}
        assumed = None
        for quad in parse(manifest.read_bytes(), RdfFormat.TURTLE, base_iri=here):
            value = quad.object.value if hasattr(quad.object, "value") else ""
            facts.setdefault(str(quad.subject), {}).setdefault(quad.predicate.value, []).append(value)
            if quad.predicate.value == MF + "assumedTestBase":
                assumed = value
        for subject, found in facts.items():
            action = found.get(MF + "action", [""])[0]
            kind = next((t for t in found.get(TYPE, []) if "rdftest#Test" in t), "")
            if not action.startswith(here) or not kind:
                continue
            local = action.removeprefix(here)
            result = found.get(MF + "result", [None])[0]
            parts = [inside, manifest.parent.relative_to(folder).as_posix(), re.split("[#/]", subject)[-1].strip("<>")]
            yield Case(
                "/".join(part for part in parts if part != "."),
                kind.partition("#")[2],
                manifest.parent / local,
                (assumed or here) + local,
                manifest.parent / result.removeprefix(here) if result else None,
            )


def graph(path: Path, base: str | None = None) -> list[str]:
    """Return the statements of a file, the same for equal graphs."""
    data = Dataset(parse(path.read_bytes(), READERS[path.suffix], base_iri=base))
    data.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, data))


def outcome(case: Case, folder: Path) -> str:
    """Return what is wrong with the conversion of a test, or an empty text."""
    target = folder / "out.nq"
    target.unlink(missing_ok=True)
    try:
        convert(case.action, target, input_format=SYNTAXES[case.action.suffix], input_base=case.base)
    except TaontoError as error:
        return "" if "Negative" in case.kind else f"refused: {error}"
    if "Negative" in case.kind:
        return "accepted"
    if case.result is not None and case.result.suffix in READERS and graph(target) != graph(case.result, case.base):
        return "another graph"
    return ""


def listed() -> set[str]:
    """Return the tests that the page lists."""
    page = (ROOT / "docs" / "rdf.md").read_text(encoding="utf-8")
    return set(re.findall(r"`(rdf1[12]/rdf-[^`]+)`", page))


@pytest.mark.long
@pytest.mark.skipif(not SUITE, reason="TAONTO_RDF_TESTS does not say where the suite is")
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_case_passes_or_is_listed(folder, tmp_path):
    found = {case.name: outcome(case, tmp_path) for case in cases(Path(SUITE) / folder, folder)}
    assert len(found) > 20
    failed = {name: problem for name, problem in found.items() if problem}
    assert failed.keys() == {name for name in listed() if name.startswith(folder + "/")}, failed
