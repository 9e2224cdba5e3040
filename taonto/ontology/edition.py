"""The two editions of the graph that ships with taonto: asserted, and inferred (with everything that follows from it).

The inferred edition takes some seconds to build, so it is built once: a wheel contains it, a checkout keeps it in the
user's cache folder. Its file name contains a hash of the sources, so that an outdated file is never used.
"""

import hashlib
import io
import logging
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Literal

from pyoxigraph import DefaultGraph, RdfFormat, Store, Triple, serialize

from taonto.base import resources
from taonto.base.errors import UnavailableError
from taonto.base.writing import make_folder, write_bytes
from taonto.rdf.graph import canonicalize, read_triples, store_of

Edition = Literal["asserted", "inferred"]

_SOURCES = ("*.ttl", "*.tsv", "rules/*.rq", "tables/*.yaml", "tables/*.csv", "tables/studies/*.csv")


def modules() -> dict[str, list[Triple]]:
    """Return the modules of the ontology: name to triples, sorted by name; extensions add modules, or to modules."""
    found: dict[str, list[Triple]] = {}
    for path in resources.files("ontology", "*.ttl"):
        found.setdefault(path.stem, []).extend(read_triples(path))
    return dict(sorted(found.items()))


def asserted_triples(
    ontology: Iterable[Triple] | None = None, catalogue: Iterable[Triple] | None = None
) -> Iterator[Triple]:
    """Yield the ontology, the alignments, the catalogue, and each term's own definition as a Definition.

    Args:
        ontology: triples that replace the modules, such as a user's copy; by default the modules themselves.
        catalogue: triples that replace the catalogue of frameworks; by default what the tables give.
    """
    from taonto.ontology.alignments import alignment_triples
    from taonto.ontology.catalogue import catalogue_triples
    from taonto.reasoning.inference import apply_rule

    own = list(ontology) if ontology is not None else [t for module in modules().values() for t in module]
    yield from own
    yield from apply_rule("definitions", store_of(own))
    for path in resources.files("ontology", "alignments.sssom.tsv"):
        yield from alignment_triples(path)
    yield from catalogue if catalogue is not None else catalogue_triples()


def load_edition(edition: Edition = "inferred") -> Store:
    """Return a new store in memory with an edition in its default graph; callers may add to it."""
    if edition == "asserted":
        return store_of(asserted_triples())
    store = Store()
    with inferred_edition() as stream:
        store.bulk_load(stream, format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph())
    return store


def add_data(store: Store, triples: Iterable[Triple], infer: bool = True) -> None:
    """Add a user's data to a store that contains an edition, with everything that follows from it and the ontology."""
    data = list(triples)
    if infer:
        from taonto.reasoning.inference import close

        schema = [triple for module in modules().values() for triple in module]
        data = list(close([*schema, *data]))
    store_of(data, store)


def inferred_edition() -> BinaryIO:
    """Return the inferred edition as a stream of N-Triples, to be closed; it is built if none is kept."""
    name = edition_name()
    shipped = resources.shipped_data() / name
    if shipped.is_file():
        return shipped.open("rb")
    import platformdirs

    cached = platformdirs.user_cache_path("taonto") / name
    if cached.is_file():
        return cached.open("rb")
    log = logging.getLogger("taonto")
    log.warning("taonto: building the inferred edition of the ontology; this takes some seconds, once")
    data = inferred_bytes()
    try:
        make_folder(cached.parent)
        write_bytes(cached, data)
    except UnavailableError as error:  # the next run builds it again, which takes time but changes nothing
        log.warning("taonto: the inferred edition is not kept: %s", error)
    return io.BytesIO(data)


def inferred_bytes() -> bytes:
    """Return the inferred edition as N-Triples: the same bytes for the same sources."""
    from taonto.reasoning.inference import close

    return serialize(canonicalize(close(asserted_triples())), format=RdfFormat.N_TRIPLES) or b""


def edition_name() -> str:
    """Return the file name of the inferred edition, with a hash of all its sources."""
    digest = hashlib.blake2b(digest_size=8)
    for pattern in _SOURCES:
        for path in resources.files("ontology", pattern):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"inferred-{digest.hexdigest()}.nt"
