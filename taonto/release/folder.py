"""The release: every file that is published, made from the sources, the same bytes for the same sources.

`release_files` is a pure function from the sources to file names and contents; `write_release` puts them into a
folder, all or none.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from taonto.base.errors import TaontoError
from taonto.base.files import refuse_strangers, write_folder
from taonto.base.resources import folder
from taonto.base.version import __version__
from taonto.base.vocabulary import PREFIXES, TA, TAC, TAP
from taonto.ontology.alignments import alignment_triples
from taonto.ontology.catalogue import catalogue_triples
from taonto.ontology.edition import asserted_triples, inferred_file
from taonto.rdf.graph import canonicalize, read_triples, serialize_triples
from taonto.records.sheets.layout import load_layout
from taonto.release.documentation import pages
from taonto.release.rule_pages import rule_pages, shape_graphs

CHECKSUMS = "SHA256SUMS"
"""The file that lists all others; a folder with a true one is an earlier release and may be replaced."""

SYNTAXES = {"ttl": "turtle", "rdf": "rdfxml", "nt": "ntriples", "jsonld": "jsonld"}
"""Suffix to syntax of the ontology files."""

DEFAULT_BASE = "https://example.org/taonto/"
"""Stands in the redirect rules until the place of publication is named."""

_OWL, _RDF, _RDFS, _SKOS, _DCTERMS, _XSD = (PREFIXES[p] for p in ("owl", "rdf", "rdfs", "skos", "dcterms", "xsd"))
_TYPE = _RDF + "type"
_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
_GENERATED = {
    "alignments": (
        "taonto alignments",
        "How terms of taonto relate to terms of other vocabularies, made from the SSSOM table.",
    ),
    "catalogue": (
        "taonto catalogue: frameworks, components and codings",
        "Published frameworks, what they consist of, and what coding studies found in them, made from the tables.",
    ),
}
_SKOS_EXTRAS = frozenset([_DCTERMS + "source", _DCTERMS + "isReplacedBy", _OWL + "deprecated", _RDFS + "isDefinedBy"])


def release_files(base: str = DEFAULT_BASE) -> dict[str, bytes]:
    """Return the content of each file of the release by its path in the folder, sorted.

    Args:
        base: the address under which the folder will be published, for the redirect rules.

    Raises:
        TaontoError: if `base` is no plain http(s) address.
    """
    if not re.fullmatch(r"https?://[\w.~:@/-]+", base):
        raise TaontoError(f"'{base}' is no address to publish at; give one such as https://example.org/taonto/")
    modules = _modules()
    merged = canonicalize([*_header("", _merged_title()), *_without_headers(asserted_triples())])
    files: dict[str, bytes] = {}
    for name, triples in modules.items():
        files |= _in_all_syntaxes(f"ontology/modules/{name}", canonicalize(triples))
        source = folder("ontology") / f"{name}.ttl"
        if source.is_file():  # Hand-kept Turtle reads better than any serializer's, and says the same.
            files[f"ontology/modules/{name}.ttl"] = source.read_bytes()
    files |= _in_all_syntaxes("ontology/taonto", merged)
    inferred = [quad.triple for quad in parse(path=str(inferred_file()), format=RdfFormat.N_TRIPLES)]
    files |= _in_all_syntaxes("ontology/taonto-inferred", inferred)
    for name, namespace in (("practices", TAP), ("codes", TAC)):
        files |= _in_all_syntaxes(f"skos/{name}", canonicalize(skos_edition(merged, namespace)))
    for profile, triples in shape_graphs().items():
        files |= _in_all_syntaxes(f"shapes/{profile}", triples)
    files["context.jsonld"] = json_ld_context(merged)
    files["alignments.sssom.tsv"] = (folder("ontology") / "alignments.sssom.tsv").read_bytes()
    files |= pages(merged, list(modules)) | rule_pages()
    files[".htaccess"] = redirects(base, list(modules)).encode()
    files = dict(sorted(files.items()))
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    return files | {CHECKSUMS: sums.encode()}


def write_release(target: str | Path, base: str = DEFAULT_BASE) -> list[str]:
    """Write the release into a folder and return the paths of its files.

    The files are first written beside the folder and then take its place: it is never half a release.

    Args:
        target: a folder that does not exist, is empty, or holds an earlier release and nothing else.
        base: see `release_files`.

    Raises:
        TaontoError: if the folder holds anything else, or can't be written.
    """
    refuse_strangers(target, _earlier_files, "release")  # Before any work is done.
    files = release_files(base)
    replace_folder(target, files)
    return list(files)


def replace_folder(target: str | Path, files: Mapping[str, bytes]) -> None:
    """Make a folder hold these files and no others, all or none.

    Args:
        target: see `write_release`.
        files: content by path; one of them is the list of checksums.

    Raises:
        TaontoError: if the folder holds anything that no such call put there, or can't be written.
    """
    refuse_strangers(target, _earlier_files, "release")
    write_folder(target, files)


def skos_edition(triples: Iterable[Triple], namespace: str) -> list[Triple]:
    """Return the concepts and schemes of a namespace in SKOS terms alone, for tools that know no OWL.

    Args:
        triples: the merged ontology.
        namespace: `TAP` or `TAC`.
    """
    concepts = (NamedNode(_SKOS + "Concept"), NamedNode(_SKOS + "ConceptScheme"))
    found: set[Triple] = set()
    for t in triples:
        if not (isinstance(t.subject, NamedNode) and t.subject.value.startswith(namespace)):
            continue
        predicate = t.predicate.value
        if predicate.startswith(_SKOS) or predicate in _SKOS_EXTRAS or (predicate == _TYPE and t.object in concepts):
            found.add(t)
        if predicate == _SKOS + "inScheme":  # whatever is in a scheme is a concept, also by a subclass
            found.add(Triple(t.subject, NamedNode(_TYPE), concepts[0]))
        if predicate == _SKOS + "topConceptOf" and isinstance(t.object, NamedNode):
            found.add(Triple(t.object, NamedNode(_SKOS + "hasTopConcept"), t.subject))
        if predicate == _SKOS + "broader" and isinstance(t.object, NamedNode):
            found.add(Triple(t.object, NamedNode(_SKOS + "narrower"), t.subject))
    return sorted(found, key=str)


def json_ld_context(triples: Iterable[Triple]) -> bytes:
    """Return a JSON-LD context: our prefixes, classes and properties, each property with the kind of its values."""
    facts: dict[str, dict[str, set[str]]] = {}
    for t in triples:
        if isinstance(t.subject, NamedNode) and t.subject.value.startswith(TA) and isinstance(t.object, NamedNode):
            facts.setdefault(t.subject.value, {}).setdefault(t.predicate.value, set()).add(t.object.value)
    context: dict[str, object] = {"@version": 1.1, **PREFIXES, "id": "@id", "type": "@type"}
    # OWL 2 has no xsd:date, so that the ontology gives dates no range: the sheet tells which properties hold them.
    dates = {column.path for column in load_layout().columns if column.kind == "date"}
    for iri, about in sorted(facts.items()):
        name, kinds = iri.removeprefix(TA), about.get(_TYPE, set())
        short = f"ta:{name}"
        if _OWL + "ObjectProperty" in kinds:
            context[name] = {"@id": short, "@type": "@id"}
        elif iri in dates:
            context[name] = {"@id": short, "@type": "xsd:date"}
        elif _OWL + "DatatypeProperty" in kinds:
            ranges = sorted(r for r in about.get(_RDFS + "range", ()) if r.startswith(_XSD) and r != _XSD + "string")
            context[name] = {"@id": short, "@type": f"xsd:{ranges[0].removeprefix(_XSD)}"} if ranges else short
        elif kinds & {_OWL + "Class", _OWL + "AnnotationProperty"}:
            context[name] = short
    return (json.dumps({"@context": context}, indent=2, ensure_ascii=False) + "\n").encode()


def redirects(base: str, modules: Iterable[str]) -> str:
    """Return the rules for w3id.org: each term to its page for people, and to RDF for programs that ask for it.

    Args:
        base: the address under which the release is published.
        modules: the names of the ontology's modules.
    """
    root = base.rstrip("/")
    files = {
        f"^ontology/({'|'.join(sorted(modules))})/?$": ("ontology/modules/$1", "documentation/index.html"),
        "^ontology/?$": ("ontology/taonto", "documentation/index.html"),
        "^ontology/([A-Za-z][A-Za-z0-9]*)(?:/definition)?$": ("ontology/taonto", "documentation/ontology.html#$1"),
        "^practice/?$": ("skos/practices", "documentation/practice.html"),
        "^practice/([a-z0-9-]+)(?:/definition)?$": ("skos/practices", "documentation/practice.html#$1"),
        "^code/?$": ("skos/codes", "documentation/code.html"),
        "^code/([a-z0-9-]+)(?:/definition)?$": ("skos/codes", "documentation/code.html#$1"),
        "^shapes/?$": ("shapes/publication", "rules/index.html"),
        "^shapes/(TA[0-9]+)$": ("shapes/publication", "rules/$1.html"),
        "^shapes/([A-Za-z0-9-]+)$": ("shapes/publication", "rules/index.html"),
        "^framework/?$": ("ontology/modules/catalogue", "documentation/framework.html"),
        "^framework/([A-Za-z0-9._-]+)$": ("ontology/modules/catalogue", "documentation/framework.html#$1"),
    }
    media = {
        "ttl": r"text/turtle",
        "rdf": r"application/rdf\+xml",
        "jsonld": r"application/ld\+json",
        "nt": r"application/n-triples",
    }
    lines = ["# Redirects for https://w3id.org/taonto/", "Options +FollowSymLinks", "RewriteEngine on", ""]
    for pattern, (data, page) in files.items():
        for suffix, kind in media.items():
            lines += [f"RewriteCond %{{HTTP_ACCEPT}} {kind}", f"RewriteRule {pattern} {root}/{data}.{suffix} [R=303,L]"]
        lines += [f"RewriteRule {pattern} {root}/{page} [R=303,L,NE]", ""]
    lines += [
        f"RewriteRule ^ontology/[0-9]+[.][0-9]+[.][0-9]+$ {root}/ontology/taonto.ttl [R=303,L]",
        f"RewriteRule ^context(?:[.]jsonld)?$ {root}/context.jsonld [R=303,L]",
    ]
    return "\n".join(lines) + "\n"


def _modules() -> dict[str, list[Triple]]:
    """Return every module with its header: the hand-kept ones, and those that are made from tables."""
    root = folder("ontology")
    found = {path.stem: list(read_triples(path)) for path in sorted(root.glob("*.ttl"))}
    made: dict[str, Callable[[], Iterable[Triple]]] = {
        "alignments": lambda: alignment_triples(root / "alignments.sssom.tsv"),
        "catalogue": catalogue_triples,
    }
    for name, make in made.items():
        found[name] = [*_header(name, _GENERATED[name]), *make()]
    return dict(sorted(found.items()))


def _merged_title() -> tuple[str, str]:
    return (
        "taonto: an ontology of technical assistance",
        "All modules in one: terms, practices, code lists, alignments and the catalogue of frameworks.",
    )


def _header(module: str, words: tuple[str, str]) -> list[Triple]:
    node = NamedNode(TA + module)
    version = f"{module}/{__version__}" if module else __version__
    return [
        Triple(node, NamedNode(_TYPE), NamedNode(_OWL + "Ontology")),
        Triple(node, NamedNode(_DCTERMS + "title"), Literal(words[0], language="en")),
        Triple(node, NamedNode(_DCTERMS + "description"), Literal(words[1], language="en")),
        Triple(node, NamedNode(_DCTERMS + "license"), NamedNode(_LICENSE)),
        Triple(node, NamedNode(_OWL + "versionIRI"), NamedNode(TA + version)),
        Triple(node, NamedNode(_OWL + "versionInfo"), Literal(__version__)),
    ]


def _without_headers(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples without the modules' headers: one document is one ontology in OWL 2.

    What a module is called stays, for the terms that say which one defines them.
    """
    everything = list(triples)
    ontology = NamedNode(_OWL + "Ontology")
    headers = {t.subject for t in everything if t.predicate.value == _TYPE and t.object == ontology}
    return [t for t in everything if t.subject not in headers or t.predicate.value == _DCTERMS + "title"]


def _in_all_syntaxes(stem: str, triples: list[Triple]) -> dict[str, bytes]:
    return {f"{stem}.{suffix}": serialize_triples(triples, syntax) for suffix, syntax in SYNTAXES.items()}


def _earlier_files(path: Path) -> set[str]:
    """Return the files that an earlier release wrote there and nobody changed; none if it can't be told."""
    listed = _checksums(path / CHECKSUMS)
    unchanged = {name for name, digest in listed.items() if _digest(path / name) == digest}
    return unchanged | {CHECKSUMS}


def _digest(file: Path) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None


def _checksums(file: Path) -> Mapping[str, str]:
    if not file.is_file():
        return {}
    lines = (line.split("  ", 1) for line in file.read_text(encoding="utf-8", errors="replace").splitlines())
    return {parts[1]: parts[0] for parts in lines if len(parts) == 2}
