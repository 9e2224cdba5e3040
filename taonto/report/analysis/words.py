"""Words that claims, tables and figures share."""

from taonto.analysis.agreement import Agreement
from taonto.analysis.matrix import PROJECT_STUDY
from taonto.base.text import one_line


def inside_sentence(label: str) -> str:
    """Return a label as it is written inside a sentence: with a capital only where the word needs one.

    >>> inside_sentence("Needs assessment"), inside_sentence("TA delivery")
    ('needs assessment', 'TA delivery')
    """
    text = one_line(label)
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def is_or_are(count: int) -> str:
    """Return the verb that goes with a number of things."""
    return "is" if count == 1 else "are"


def readers(agreement: Agreement) -> str:
    """Return whose readings are compared, such as "coder A and coder B"."""
    return " and ".join(_reader(agreement.kind, one_line(name)) for name in (agreement.first, agreement.second))


def _reader(kind: str, name: str) -> str:
    if kind == "studies":
        return "this project's study" if name == PROJECT_STUDY else f"the study {name}"
    return name if name.casefold().startswith("coder") else f"coder {name}"
