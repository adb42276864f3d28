"""Exact tables with labels, convention, certificate and digest; their cache and their files."""

from grouptools.tables.exact_table import Axis, Table
from grouptools.tables.formats import FORMATS, load_table
from grouptools.tables.kinds import KINDS, Kind
from grouptools.tables.lookup import table

__all__ = ["FORMATS", "KINDS", "Axis", "Kind", "Table", "load_table", "table"]
