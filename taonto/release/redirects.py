"""The redirect rules for w3id.org: each IRI leads to its page for people, and to RDF for programs that ask for it."""

from collections.abc import Iterable

_TARGETS = {
    "ontology/?": ("ontology/taonto", "documentation/index.html"),
    "ontology/([A-Za-z][A-Za-z0-9]*)(?:/definition)?": ("ontology/taonto", "documentation/ontology.html#$1"),
    "practice/?": ("skos/practices", "documentation/practice.html"),
    "practice/([a-z0-9-]+)(?:/definition)?": ("skos/practices", "documentation/practice.html#$1"),
    "code/?": ("skos/codes", "documentation/code.html"),
    "code/([a-z0-9-]+)(?:/definition)?": ("skos/codes", "documentation/code.html#$1"),
    "shapes/?": ("shapes/publication", "rules/index.html"),
    "shapes/(TA[0-9]+)": ("shapes/publication", "rules/$1.html"),
    "shapes/([A-Za-z0-9-]+)": ("shapes/publication", "rules/index.html"),
    "framework/?": ("ontology/modules/catalogue", "documentation/framework.html"),
    "framework/([A-Za-z0-9._-]+)": ("ontology/modules/catalogue", "documentation/framework.html#$1"),
}
"""What follows https://w3id.org/taonto/ as a pattern, to the file with the data (without suffix) and the page."""

_MEDIA_TYPES = {
    "ttl": r"text/turtle",
    "rdf": r"application/rdf\+xml",
    "jsonld": r"application/ld\+json",
    "nt": r"application/n-triples",
}


def redirects(base: str, modules: Iterable[str]) -> str:
    """Return the rules as an `.htaccess` file.

    Args:
        base: the address under which the release is published.
        modules: the names of the ontology's modules.
    """
    root = base.rstrip("/")
    module = f"ontology/({'|'.join(sorted(modules))})/?"
    targets = {module: ("ontology/modules/$1", "documentation/index.html"), **_TARGETS}
    lines = ["# Redirects for https://w3id.org/taonto/", "Options +FollowSymLinks", "RewriteEngine on", ""]
    for pattern, (data, page) in targets.items():
        for suffix, media_type in _MEDIA_TYPES.items():
            lines.append(f"RewriteCond %{{HTTP_ACCEPT}} {media_type}")
            lines.append(f"RewriteRule ^{pattern}$ {root}/{data}.{suffix} [R=303,L]")
        lines += [f"RewriteRule ^{pattern}$ {root}/{page} [R=303,L,NE]", ""]
    lines += [
        f"RewriteRule ^ontology/[0-9]+[.][0-9]+[.][0-9]+$ {root}/ontology/taonto.ttl [R=303,L]",
        f"RewriteRule ^context(?:[.]jsonld)?$ {root}/context.jsonld [R=303,L]",
    ]
    return "\n".join(lines) + "\n"
