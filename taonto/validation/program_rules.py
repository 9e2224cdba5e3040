"""Rules that SHACL can't state: they need a library, an option, or a comparison of names that are almost the same.

Each is described in `shapes/` like any other rule. No pattern and no library can guarantee that a text is free of
personal data: these rules find what has a form.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import phonenumbers
from pyoxigraph import Literal, NamedNode, Triple

from taonto.base.errors import UnknownNameError
from taonto.base.text import counted
from taonto.base.vocabulary import PREFIXES, TA, shorten
from taonto.ontology.edition import modules
from taonto.rdf.nodes import PREF_LABEL, TYPE, AnyNode, local_name
from taonto.records.record import Place
from taonto.records.sheets.rows import IriMaker
from taonto.validation.explain import location, reported, reported_term, shortened, term_text
from taonto.validation.findings import Finding
from taonto.validation.organization_names import OwnNames, WordTree
from taonto.validation.personal_data import has_form, is_telling, is_tick, persons, small_counts, telephones
from taonto.validation.rules import Rule
from taonto.validation.suggestions import fold, nearest_of
from taonto.validation.trace import Tracer

_Text = tuple[Triple, Place, str]
_TEXTS = frozenset({TA + "hasPublicSummary", TA + "hasStatusReason", PREF_LABEL.value})
_WORDED = frozenset(TA + name for name in ("Goal", "Objective", "Outcome", "NextStep", "SupportSource"))
_ORGANIZATION = TA + "Organization"
_STRINGS = frozenset({PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString"})
_REACHES = ("mailto:", "tel:")
"""How IRIs that lead to a person begin."""
_ANSWERS_FOR = frozenset({PREFIXES["dcat"] + "contactPoint", PREFIXES["dcterms"] + "publisher"})
_DOCUMENTING = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl", "skos", "dcterms", "dcat", "prov"))
"""Vocabularies whose properties document something: rdfs:comment is not a colleague's comment."""
_SHORTEST_NAME, _LONGEST_NAME = 5, 200
"""Characters in the shortest and in the longest name of an organization that is looked for in texts."""
_MOST_PHRASES = 20
"""Phrases of one text that get their own findings by one rule."""


@dataclass(frozen=True, slots=True)
class PersonalDataOptions:
    """What users may set for the rules on personal data.

    Attributes:
        least_count: the smallest count of children that a published text may give.
        region: where telephone numbers without a country code are from, as a two-letter code.
    """

    least_count: int = 10
    region: str = "US"

    def __post_init__(self) -> None:
        """Write the region in capitals.

        Raises:
            UnknownNameError: if there is no such region.
        """
        region = self.region.upper()
        if region not in phonenumbers.SUPPORTED_REGIONS:
            raise UnknownNameError(
                f"there is no region '{self.region}'; use a two-letter country code such as US or MX"
            )
        object.__setattr__(self, "region", region)


class _Records:
    """The records of one run and the texts in them, gathered once for all rules."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer

    @cached_property
    def free(self) -> list[_Text]:
        """The free texts of the sheet: summaries, reasons, wordings."""
        return list(_free_texts(self.tracer))

    @cached_property
    def names(self) -> list[_Text]:
        """The names of organizations."""
        return list(_texts_of_names(self.tracer))

    @cached_property
    def own_values(self) -> list[_Text]:
        """The values in custom columns."""
        return list(_own_values(self.tracer))

    @cached_property
    def own(self) -> list[_Text]:
        """The texts in custom columns."""
        return list(_own_texts(self.own_values))


def apply_rules(rules: Iterable[Rule], tracer: Tracer, options: PersonalDataOptions) -> Iterator[Finding]:
    """Yield what the program finds in the records; the same words at the same place once.

    Args:
        rules: the rules of the profile; those that the program does not check in records are skipped.
        tracer: the records.
        options: what users may set.
    """
    records = _Records(tracer)
    for rule in rules:
        function = _CHECKS.get(rule.id)
        if function is not None:
            yield from dict.fromkeys(function(rule, records, options))


def finding_at(
    place: Place, rule: Rule, message: str, triple: Triple | None = None, hint: str | None = None
) -> Finding:
    """Return a finding of a rule that the program checks, at the place of a triple or of a column."""
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message,
        hint=hint or rule.hint,
        focus=term_text(triple.subject) if triple else None,
        path=triple.predicate.value if triple else None,
        value=reported(term_text(triple.object)) if triple and isinstance(triple.object, NamedNode | Literal) else None,
        shape=rule.iri,
        focus_term=str(triple.subject) if triple else None,
        value_term=reported_term(triple.object) if triple else None,
        **location(place),
    )


@cache
def _known_properties() -> dict[str, str]:
    terms = {t.subject.value for m in modules().values() for t in m if isinstance(t.subject, NamedNode)}
    return {shorten(iri).casefold(): shorten(iri) for iri in sorted(terms) if iri.startswith(TA)}


@lru_cache(10_000)
def _nearest_property(name: str) -> str | None:
    return nearest_of(name, _known_properties())


def _unknown_property(rule: Rule, records: _Records, _: PersonalDataOptions) -> Iterator[Finding]:
    known = frozenset(_known_properties().values())
    for subject in records.tracer.subjects():
        for triple in records.tracer.about(subject):
            name = shorten(triple.predicate.value)
            if triple.predicate.value.startswith(TA) and name not in known:
                near = _nearest_property(name)
                hint = f"Did you mean {near}? {rule.hint}" if near else rule.hint
                for place in records.tracer.places(subject, triple.predicate.value, triple.object):
                    yield finding_at(place, rule, f"There is no property {name}.", triple, hint)


def _organization_names(tracer: Tracer) -> dict[str, list[Triple]]:
    """Return the names of organizations with the triples that state them."""
    names: dict[str, list[Triple]] = defaultdict(list)
    for triple, _ in tracer.texts(frozenset({PREF_LABEL.value})):
        if _is_a(triple.subject, {_ORGANIZATION}, tracer):
            names[triple.object.value].append(triple)  # type: ignore[union-attr]
    return {name: list(dict.fromkeys(triples)) for name, triples in names.items()}


def _is_a(node: AnyNode, classes: set[str] | frozenset[str], tracer: Tracer) -> bool:
    return not isinstance(node, Literal | Triple) and any(tracer.states(node, TYPE, NamedNode(c)) for c in classes)


def _variant_names(rule: Rule, records: _Records, _: PersonalDataOptions) -> Iterator[Finding]:
    groups: dict[str, dict[str, list[Triple]]] = defaultdict(dict)
    for name, triples in _organization_names(records.tracer).items():
        groups[fold(name)][name] = triples
    yield from _variants(rule, groups, records.tracer, "The name '{}' is also written '{}'.")


def _variant_identifiers(rule: Rule, records: _Records, _: PersonalDataOptions) -> Iterator[Finding]:
    groups: dict[str, dict[str, list[Triple]]] = defaultdict(dict)
    for triple, _place in records.tracer.texts(frozenset({TA + "hasIdentifier"})):
        if isinstance(triple.object, Literal):
            groups[triple.object.value.casefold()].setdefault(triple.object.value, []).append(triple)
    yield from _variants(rule, groups, records.tracer, "The identifier '{}' differs only in case from '{}'.")


def _variants(
    rule: Rule, groups: dict[str, dict[str, list[Triple]]], tracer: Tracer, message: str
) -> Iterator[Finding]:
    """Yield a finding for each spelling but the most frequent one of its group (the first of equals)."""
    for spellings in groups.values():
        if len(spellings) < 2:
            continue
        places = {
            text: [(t, p) for t in triples for p in tracer.places(t.subject, t.predicate.value, t.object)]
            for text, triples in spellings.items()
        }
        usual = max(places, key=lambda text: len(places[text]))
        for text, found in places.items():
            if text != usual:
                for triple, place in dict.fromkeys(found):
                    yield finding_at(place, rule, message.format(text, usual), triple)


def _free_texts(tracer: Tracer) -> Iterator[_Text]:
    for triple, place in tracer.texts(_TEXTS):
        if isinstance(triple.object, Literal) and (
            triple.predicate != PREF_LABEL or _is_a(triple.subject, _WORDED, tracer)
        ):
            yield triple, place, triple.object.value


def _texts_of_names(tracer: Tracer) -> Iterator[_Text]:
    for triple, place in tracer.texts(frozenset({PREF_LABEL.value})):
        if isinstance(triple.object, Literal) and _is_a(triple.subject, {_ORGANIZATION}, tracer):
            yield triple, place, triple.object.value


def _own_values(tracer: Tracer) -> Iterator[_Text]:
    """Yield what records state with properties outside taonto: in a sheet, the custom columns.

    What describes the data set is left out: it may say whom to ask.
    """
    answering = _of_data_set(tracer)
    for subject in tracer.subjects():
        if subject not in answering:
            for triple in tracer.about(subject):
                node = triple.object
                relevant = isinstance(node, Literal) or (
                    isinstance(node, NamedNode) and node.value.startswith(_REACHES)
                )
                if relevant and _is_own(triple.predicate.value):
                    for place in tracer.places(subject, triple.predicate.value, node):
                        yield triple, place, term_text(node)


def _own_texts(values: Iterable[_Text]) -> Iterator[_Text]:
    for triple, place, text in values:
        if isinstance(triple.object, NamedNode) or triple.object.datatype.value in _STRINGS:  # type: ignore[union-attr]
            yield triple, place, text


@lru_cache(10_000)
def _is_own(predicate: str) -> bool:
    return predicate not in (TYPE.value, PREF_LABEL.value) and shorten(predicate) not in _known_properties().values()


def _of_data_set(tracer: Tracer) -> set[AnyNode]:
    """Return the nodes that describe a data set and who answers for it."""
    described: set[AnyNode] = {
        triple.subject
        for triple, _ in tracer.texts(frozenset({TYPE.value}))
        if isinstance(triple.object, NamedNode) and triple.object.value.startswith(PREFIXES["dcat"])
    }
    return described | {node for subject in described for path in _ANSWERS_FOR for node in tracer.values(subject, path)}


@lru_cache(10_000)
def _heading(predicate: str) -> str:
    """Return the heading that a property was made from, or its local name."""
    start = predicate.rfind("column/")
    return (start > 0 and IriMaker(predicate[:start]).heading(predicate)) or local_name(predicate)


def _first_of(phrases: list[str]) -> Iterator[str]:
    """Yield what findings say of the phrases in one text: each in quotes, and of very many only how many there are."""
    yield from (f"'{phrase}'" for phrase in phrases[:_MOST_PHRASES])
    if len(phrases) > _MOST_PHRASES:
        yield f"and {counted(len(phrases) - _MOST_PHRASES, 'more phrase')}"


def _telephones(rule: Rule, records: _Records, options: PersonalDataOptions) -> Iterator[Finding]:
    for triple, place, text in (*records.free, *records.names, *records.own):
        for number in _first_of(telephones(text, options.region)):
            yield finding_at(place, rule, f"The text must not contain a telephone number: {number}.", triple)


def _small_counts(rule: Rule, records: _Records, options: PersonalDataOptions) -> Iterator[Finding]:
    cells = (
        (triple, place, f"{_heading(triple.predicate.value)}: {text}" if text.isdecimal() else text)
        for triple, place, text in records.own
    )
    for triple, place, text in (*records.free, *cells):
        for said in _first_of(small_counts(text, options.least_count)):
            message = f"The text must not count fewer than {options.least_count} children: {said}."
            yield finding_at(place, rule, message, triple)


def _forms(rule: Rule, records: _Records, _: PersonalDataOptions) -> Iterator[Finding]:
    """Look in custom columns for what the rule's shapes look for in the texts that the sheet knows."""
    assert rule.form is not None
    for triple, place, text in records.own:
        if has_form(rule.form, text):
            yield finding_at(place, rule, f"The text must {rule.text_must}: '{shortened(text)}'.", triple)


def _persons(rule: Rule, records: _Records, options: PersonalDataOptions) -> Iterator[Finding]:
    yield from _forms(rule, records, options)
    assert rule.form is not None
    for triple, place, text in (*records.free, *records.own):
        if not has_form(rule.form, text):
            for name in _first_of(persons(text)):
                yield finding_at(place, rule, f"The text must {rule.text_must}: {name}.", triple)


def _telling_headings(rule: Rule, records: _Records, _: PersonalDataOptions) -> Iterator[Finding]:
    """Look for columns whose heading suggests names, contact details or notes."""
    for triple, place, text in records.own_values:
        heading = _heading(triple.predicate.value)
        if not triple.predicate.value.startswith(_DOCUMENTING) and is_telling(heading) and not is_tick(text):
            message = f"The heading '{heading}' suggests names, contact details or notes, which must not be published."
            yield finding_at(place, rule, message, triple)


def _other_organizations(rule: Rule, records: _Records, _: PersonalDataOptions) -> Iterator[Finding]:
    names = WordTree(
        name for name in _organization_names(records.tracer) if _SHORTEST_NAME <= len(name) <= _LONGEST_NAME
    )
    own = OwnNames(records.tracer)
    for triple, place, text in records.free:
        for name in _first_other(sorted(names.found_in(text)), triple.subject, own):
            message = f"The text names {name}, which is neither the provider nor a recipient of the record."
            yield finding_at(place, rule, message, triple)


def _first_other(names: list[str], node: AnyNode, own: OwnNames) -> Iterator[str]:
    return _first_of([name for name in names if not own.include(node, name)])


_CHECKS: dict[str, Callable[[Rule, _Records, PersonalDataOptions], Iterator[Finding]]] = {
    "TA140": _unknown_property,
    "TA307": _variant_names,
    "TA308": _variant_identifiers,
    "TA404": _telling_headings,
    "TA420": _forms,
    "TA421": _forms,
    "TA422": _persons,
    "TA423": _forms,
    "TA424": _telephones,
    "TA425": _small_counts,
    "TA426": _other_organizations,
    "TA428": _forms,
}
CHECKED = frozenset(_CHECKS)
"""Ids of the rules that are checked here, alone or in addition to shapes."""
