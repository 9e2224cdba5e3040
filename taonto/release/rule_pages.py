"""The manual of the rules, made from the shapes: a page per rule and an index; and the graphs other engines need."""

from pyoxigraph import Triple

from taonto.ontology.codes import vocabulary_triples
from taonto.rdf.graph import canonicalize
from taonto.release.template import template
from taonto.validation.program_rules import CHECKED
from taonto.validation.rules import PROFILES, RuleBook

_GROUPS = {
    "TA0": "What every record needs",
    "TA1": "How values are written",
    "TA2": "Goals and objectives",
    "TA3": "Problems across several records",
    "TA4": "What a published data set needs, and must not contain",
    "TA5": "Recommendations",
    "TA9": "The validation itself",
}
"""First characters of a rule's id to the heading of its group."""

_LAYERS = {
    "exchange": "in both profiles",
    "publication": "only in the profile publication",
    "recommended": "in both profiles, as a recommendation",
    "judging": "in both profiles",
}
"""Layer to when its rules apply."""


def rule_pages() -> dict[str, bytes]:
    """Return the pages of the rules as HTML: path in the release to content, `rules/index.html` and one per rule.

    >>> sorted(rule_pages())[:2]
    ['rules/TA001.html', 'rules/TA002.html']
    """
    rule_book = RuleBook.shipped()
    rules = list(rule_book.rules.values())
    groups = [(title, [rule for rule in rules if rule.id.startswith(start)]) for start, title in _GROUPS.items()]
    by_iri = {rule.iri: rule for rule in rules}
    pages = {"rules/index.html": template("rules/index.html").render(groups=groups, applies=_LAYERS)}
    for rule in rules:
        pages[f"rules/{rule.id}.html"] = template("rules/rule.html").render(
            rule=rule,
            applies=_LAYERS[rule.layer],
            messages=sorted({text for shape in rule.shapes for text in rule_book.texts(shape, "sh:message")}),
            broad=by_iri.get(rule.refines or "") or rule_book.of_shape.get(rule.refines or ""),
            program_too=rule.id in CHECKED,
        )
    return {path: text.encode() for path, text in sorted(pages.items())}


def shape_graphs() -> dict[str, list[Triple]]:
    """Return what other SHACL engines need, by file name; the same triples on every call.

    Each profile's shapes are one graph. "codes" is what the shapes ask about the codes, to be added to the data.
    """
    rule_book = RuleBook.shipped()
    shapes = {profile: canonicalize(rule_book.shapes(profile)) for profile in PROFILES}
    return shapes | {"codes": canonicalize(vocabulary_triples())}
