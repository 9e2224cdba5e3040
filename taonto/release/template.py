"""The templates of the release's pages."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from taonto.base.version import __version__


def template(name: str) -> Template:
    """Return a template by its path in the folder `templates`; every one knows the `version`."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("taonto.release"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["version"] = __version__
    return environment
