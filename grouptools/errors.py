"""The exceptions of grouptools.

Each is raised with one sentence: what was received, what was expected, what to change.
"""

__all__ = [
    "ArgumentError",
    "FormatError",
    "GroupToolsError",
    "IntegrityError",
    "SelectionRuleError",
]


class GroupToolsError(Exception):
    """Base of every error that grouptools raises on purpose."""


class ArgumentError(GroupToolsError, ValueError):
    """An argument has the wrong type, value or shape."""


class SelectionRuleError(ArgumentError):
    """The quantum numbers break a selection rule, so that the object asked for does not exist."""


class FormatError(GroupToolsError, ValueError):
    """A text or file is not in the format that it was read as."""


class IntegrityError(GroupToolsError):
    """A file is in the right format, but its content does not match its digest or certificate."""
