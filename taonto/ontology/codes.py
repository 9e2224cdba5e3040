"""Code lists: which member a code, IRI, short name or label stands for, and facts about codes that rules need."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from pyoxigraph import Literal, NamedNode, Triple

from taonto.base import resources
from taonto.base.vocabulary import OWL, TAC, TAF, TAP, shorten
from taonto.ontology.catalogue import framework_triples, read_table
from taonto.ontology.edition import modules
from taonto.rdf.nodes import (
    ALT_LABEL,
    DEFAULT_LANGUAGE,
    DEFINITION,
    DEPRECATED,
    IN_SCHEME,
    PREF_LABEL,
    REPLACED_BY,
    SUBCLASS_OF,
    TYPE,
    in_language,
    iri_of,
)

_WANTED = {TYPE, SUBCLASS_OF, DEPRECATED, REPLACED_BY}
_OWN = (TAC, TAP, TAF)


@dataclass(frozen=True, slots=True)
class Code:
    """A member of a code list: its IRI, the code in a cell, its label and definition, and whether it is retired."""

    iri: str
    code: str
    label: str
    definition: str
    deprecated: bool


class CodeLists:
    """The members of all code lists in some triples, by class.

    >>> CodeLists.shipped().find("https://w3id.org/taonto/ontology/DeliveryMode", "In person").value
    'https://w3id.org/taonto/code/in-person'
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Index the members; concepts of other schemes than ours count as members of every open list."""
        types: dict[str, list[str]] = defaultdict(list)
        texts: dict[str, dict[NamedNode, list[Literal]]] = defaultdict(partial(defaultdict, list))
        self._concepts: set[str] = set()
        for t in triples:
            if not isinstance(t.subject, NamedNode):
                continue
            subject, predicate = t.subject.value, t.predicate
            if predicate == TYPE and isinstance(t.object, NamedNode):
                types[t.object.value].append(subject)
            elif predicate == IN_SCHEME:
                self._concepts.add(subject)
            elif isinstance(t.object, Literal):
                texts[subject][predicate].append(t.object)
        self._texts = texts
        self._members = {cls: tuple(dict.fromkeys(iris)) for cls, iris in types.items()}
        self._index: dict[str, dict[str, NamedNode]] = {}

    @classmethod
    def shipped(cls, more: Iterable[Triple] = ()) -> "CodeLists":
        """Return the lists of taonto and of extensions, with those in `more` (such as a center's own topics)."""
        extra = list(more)
        return cls([*_shipped_triples(), *extra]) if extra else _shipped_lists()

    def members(self, cls: str, language: str = DEFAULT_LANGUAGE) -> list[Code]:
        """Return the members of a list in the order of the file, with labels and definitions in a language."""
        return [self._code(cls, iri, language) for iri in self._members.get(cls, ())]

    def find(self, cls: str, text: str, open_list: bool = False) -> NamedNode | None:
        """Return the member that a cell value means, in any case; None if it means none, or several.

        Args:
            cls: IRI of the class of the list.
            text: a code, an IRI, a short name or a label.
            open_list: whether concepts of any scheme in the data belong to the list.
        """
        key = cls if not open_list else cls + " +"
        index = self._index.get(key)
        if index is None:
            index = self._index[key] = self._build(cls, open_list)
        return index.get(_key(text))

    def cell(self, cls: str, iri: str) -> str:
        """Return the shortest text that `find` reads as the member: its code, short name or IRI."""
        local = next((iri[len(n) :] for n in _OWN if iri.startswith(n)), "")
        for text in (local, shorten(iri)):
            found = self.find(cls, text) if text else None
            if found is not None and found.value == iri:
                return text
        return iri

    def _code(self, cls: str, iri: str, language: str) -> Code:
        texts = self._texts.get(iri, {})
        return Code(
            iri=iri,
            code=self.cell(cls, iri),
            label=in_language(texts.get(PREF_LABEL, ()), language) or "",
            definition=in_language(texts.get(DEFINITION, ()), language) or "",
            deprecated=self._is_retired(iri),
        )

    def _build(self, cls: str, open_list: bool) -> dict[str, NamedNode]:
        members = dict.fromkeys(self._members.get(cls, ()))
        if open_list:
            members.update(dict.fromkeys(sorted(i for i in self._concepts if not i.startswith(_OWN))))
        index: dict[str, NamedNode] = {}
        for names in (self._codes_of, self._labels_of, self._other_labels_of, self._old_words_of):
            level: dict[str, set[str]] = defaultdict(set)
            for iri in members:
                for name in names(iri):
                    level[_key(name)].add(iri)
            for name, iris in level.items():
                if len(iris) == 1:
                    index.setdefault(name, NamedNode(*iris))
        return index

    def _codes_of(self, iri: str) -> Iterator[str]:
        yield from (iri, shorten(iri))
        yield from (iri[len(n) :] for n in _OWN if iri.startswith(n))

    def _labels_of(self, iri: str) -> list[str]:
        return [label.value for label in self._texts[iri][PREF_LABEL]]

    def _other_labels_of(self, iri: str) -> list[str]:
        return [label.value for label in self._texts[iri][ALT_LABEL]]

    def _old_words_of(self, iri: str) -> list[str]:
        """Return the words in a retired code, so that they lead to its replacement and not to a code spelled alike."""
        return [name.replace("-", " ") for name in self._codes_of(iri)] if self._is_retired(iri) else []

    def _is_retired(self, iri: str) -> bool:
        return any(text.value == "true" for text in self._texts.get(iri, {}).get(DEPRECATED, ()))


def node_of_code(lists: CodeLists, cls: str, text: str, open_list: bool = False) -> NamedNode | Literal:
    """Return the node for a cell value of a coded column: a member, else any other IRI, else the text as it is."""
    return lists.find(cls, text, open_list) or iri_of(text) or Literal(text)


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _shipped_triples() -> Iterator[Triple]:
    for triples in modules().values():
        yield from triples
    for row in read_table("frameworks.yaml"):
        yield from framework_triples(row)


@resources.remembered
def _shipped_lists() -> CodeLists:
    return CodeLists(_shipped_triples())


@resources.remembered
def vocabulary_triples() -> tuple[Triple, ...]:
    """Return the types of all codes, practices and frameworks, the hierarchy of classes, and the retired codes."""
    return tuple(
        t
        for t in _shipped_triples()
        if t.predicate in _WANTED and isinstance(t.subject, NamedNode) and not _is_schema_type(t)
    )


def _is_schema_type(triple: Triple) -> bool:
    """Say whether a triple only says that something is a class, a property or a named individual."""
    return isinstance(triple.object, NamedNode) and triple.object.value.startswith(OWL)


@resources.remembered
def replacements() -> dict[str, str]:
    """Return IRIs of retired codes to IRIs of the codes that replace them."""
    return {
        t.subject.value: t.object.value
        for t in vocabulary_triples()
        if t.predicate == REPLACED_BY and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
    }
