"""Reading and writing tables: one file for each format, and the registry of them.

Every file holds the same.  A header: JSON with kind, parameters, basis version, convention, axes,
`pi_power`, digest and certificate.  And one row for each nonzero entry

    sign(n) sqrt(|n| / d) pi**(pi_power / 2):

its labels (in npz and safetensors: its positions on the axes), n and d in lowest terms (in LaTeX,
Markdown and C: the root, which determines them), and the float64 nearest to it.
"""

from grouptools.tables.formats.files import FORMATS, load_table, save
from grouptools.tables.formats.form import Format

__all__ = ["FORMATS", "Format", "load_table", "save"]
