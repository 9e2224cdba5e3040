"""The release folder: every file that is published, made from the sources, the same bytes for the same sources.

`release_files` is a pure function from the sources to file names and contents; `write_release` puts them into a
folder, all or none.
"""

import hashlib
import re
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from taonto.base.errors import BadInputError
from taonto.base.overwriting import refuse_strangers
from taonto.base.resources import folder
from taonto.base.vocabulary import TAC, TAP
from taonto.base.writing import write_folder
from taonto.ontology.edition import inferred_edition
from taonto.rdf.graph import canonicalize, serialize_in_each
from taonto.release.context import json_ld_context
from taonto.release.documentation import pages
from taonto.release.modules import merged_ontology, published_modules
from taonto.release.redirects import redirects
from taonto.release.rule_pages import rule_pages, shape_graphs
from taonto.release.skos import skos_edition

CHECKSUMS = "SHA256SUMS"
"""The file that lists all others; a folder whose files match it is an earlier release and may be replaced."""

SYNTAXES = {"ttl": "turtle", "rdf": "rdfxml", "nt": "ntriples", "jsonld": "jsonld"}
"""Suffix to syntax of the graphs."""

DEFAULT_BASE = "https://example.org/taonto/"
"""The address in the redirect rules until the place of publication is known."""


def release_files(base: str = DEFAULT_BASE) -> dict[str, bytes]:
    """Return the content of each file of the release by its path in the folder, sorted.

    Args:
        base: the address under which the folder will be published, for the redirect rules.

    Raises:
        BadInputError: if `base` is not a plain http(s) address.
    """
    if not re.fullmatch(r"https?://[\w.~:@/-]+", base):
        raise BadInputError(f"'{base}' is not a web address to publish at; give one such as {DEFAULT_BASE}")
    modules, merged = published_modules(), merged_ontology()
    files: dict[str, bytes] = {}
    for stem, triples in _graphs(modules, merged).items():
        written = serialize_in_each(triples, SYNTAXES.values())
        files |= {f"{stem}.{suffix}": written[syntax] for suffix, syntax in SYNTAXES.items()}
    for source in sorted(folder("ontology").glob("*.ttl")):  # Hand-kept Turtle reads better than any serializer's.
        files[f"ontology/modules/{source.name}"] = source.read_bytes()
    files["context.jsonld"] = json_ld_context(merged)
    files["alignments.sssom.tsv"] = (folder("ontology") / "alignments.sssom.tsv").read_bytes()
    files |= pages(merged, list(modules)) | rule_pages()
    files[".htaccess"] = redirects(base, modules).encode()
    files = dict(sorted(files.items()))
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    return files | {CHECKSUMS: sums.encode()}


def write_release(target: str | Path, base: str = DEFAULT_BASE) -> list[str]:
    """Write the release into a folder and return the paths of its files.

    The files are first written beside the folder and then take its place, so it never contains half a release.

    Args:
        target: a folder that does not exist, is empty, or contains an earlier release and nothing else.
        base: see `release_files`.

    Raises:
        BadInputError: if the folder contains anything else, or `base` is not a plain http(s) address.
        UnavailableError: if the folder can't be written.
    """
    refuse_strangers(target, _earlier_files, "release")  # Before any work is done.
    files = release_files(base)
    write_folder(target, files)
    return list(files)


def _graphs(modules: dict[str, list[Triple]], merged: list[Triple]) -> dict[str, list[Triple]]:
    """Return every graph that is published, by its path without suffix."""
    graphs = {f"ontology/modules/{name}": triples for name, triples in modules.items()}
    graphs["ontology/taonto"] = merged
    with inferred_edition() as stream:
        graphs["ontology/taonto-inferred"] = [quad.triple for quad in parse(stream, format=RdfFormat.N_TRIPLES)]
    for name, namespace in (("practices", TAP), ("codes", TAC)):
        graphs[f"skos/{name}"] = canonicalize(skos_edition(merged, namespace))
    return graphs | {f"shapes/{name}": triples for name, triples in shape_graphs().items()}


def _earlier_files(path: Path) -> set[str]:
    """Return the files in a folder that an earlier release wrote and nobody changed; none without its checksums."""
    checksums = path / CHECKSUMS
    if not checksums.is_file():
        return {CHECKSUMS}
    lines = (line.split("  ", 1) for line in checksums.read_text(encoding="utf-8", errors="replace").splitlines())
    listed = {parts[1]: parts[0] for parts in lines if len(parts) == 2}
    return {CHECKSUMS, *(name for name, digest in listed.items() if _digest(path / name) == digest)}


def _digest(file: Path) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None
