"""Small tools with which contents are made."""

from hostile.case import Content


def fixed(data: str | bytes) -> Content:
    """The same content at any size."""
    return lambda _: data.encode() if isinstance(data, str) else data


def counted(template: str, size: int, joint: str = "") -> str:
    """A text as often as the size says; {} in it is the number."""
    return joint.join(template.replace("{}", str(number)) for number in range(size))


def repeated(template: str, before: str = "", after: str = "") -> Content:
    """The same as a content."""
    return lambda size: (before + counted(template, size) + after).encode()


def nested(opening: str, closing: str, before: str = "", after: str = "", middle: str = "") -> Content:
    """Nesting as deep as the size says."""
    return lambda size: (before + opening * size + middle + closing * size + after).encode()
