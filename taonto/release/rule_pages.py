"""The manual of the rules, made from the shapes: a page a rule and an index; and what other SHACL engines need."""

from jinja2 import Environment, PackageLoader, StrictUndefined
from pyoxigraph import Triple

from taonto.base.version import __version__
from taonto.ontology.codes import vocabulary_triples
from taonto.rdf.graph import canonicalize
from taonto.validation.program_rules import CHECKED
from taonto.validation.rules import PROFILES, RuleBook

_GROUPS = {
    "TA0": "What every record must say",
    "TA1": "What values look like",
    "TA2": "Goals and objectives",
    "TA3": "What only several records show",
    "TA4": "What a published data set needs, and must not hold",
    "TA5": "What a good record has besides",
    "TA9": "The judgement itself",
}


def rule_pages() -> dict[str, bytes]:
    """Return the pages of the rules as HTML: path in the release to content, `rules/index.html` and one a rule.

    >>> sorted(rule_pages())[:2]
    ['rules/TA001.html', 'rules/TA002.html']
    """
    environment = Environment(
        loader=PackageLoader("taonto.release"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rule_book = RuleBook.shipped()
    rules = list(rule_book.rules.values())
    groups = [(title, [r for r in rules if r.id.startswith(start)]) for start, title in _GROUPS.items()]
    by_iri = {rule.iri: rule for rule in rules}
    page, index = (environment.get_template(f"rules/{name}.html") for name in ("rule", "index"))
    shared = {"version": __version__}
    pages = {"rules/index.html": index.render(groups=groups, **shared)}
    for rule in rules:
        messages = sorted({text for shape in rule.shapes for text in rule_book.texts(shape, "sh:message")})
        broad = by_iri.get(rule.refines or "") or rule_book.of_shape.get(rule.refines or "")
        pages[f"rules/{rule.id}.html"] = page.render(
            rule=rule, messages=messages, broad=broad, also=rule.id in CHECKED, **shared
        )
    return {path: text.encode() for path, text in sorted(pages.items())}


def shape_graphs() -> dict[str, list[Triple]]:
    """Return what any SHACL engine needs, by file name; the same triples on every call.

    Each profile's shapes are one graph. "codes" is what the shapes ask about the codes, to be put into the data.
    """
    rule_book = RuleBook.shipped()
    shapes = {profile: canonicalize(rule_book.shapes(profile)) for profile in PROFILES}
    return shapes | {"codes": canonicalize(vocabulary_triples())}
