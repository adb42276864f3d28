"""Sphinx configuration: MyST pages, an API reference from docstrings, examples that are run."""

import doctest

import grouptools

project = "grouptools"
author = "The grouptools authors"
copyright = "2026, The grouptools authors"  # noqa: A001  # the name that sphinx reads
release = version = grouptools.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.mathjax",
]
exclude_patterns = ["_build", "examples"]
myst_enable_extensions = ["dollarmath", "amsmath", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"

html_theme = "furo"
html_title = "grouptools"

# Examples on the pages; those in docstrings are run by pytest.
# The texts of errors are compared too, which sphinx leaves out unless told.
doctest_test_doctest_blocks = ""
doctest_default_flags = doctest.ELLIPSIS | doctest.DONT_ACCEPT_TRUE_FOR_1
doctest_global_setup = "import grouptools as gt"
suppress_warnings = ["config.cache"]


def show_as_it_stands(_app, _what, _name, _object, _options, lines):  # noqa: ANN001, ANN201
    """Docstrings are plain text with ASCII formulas: show them so, not as markup."""
    text = list(lines)
    lines[:] = [".. code-block:: text", "", *("   " + line for line in text), ""] if text else []


def setup(app):  # noqa: ANN001, ANN201
    """Connect the handler above."""
    app.connect("autodoc-process-docstring", show_as_it_stands)
