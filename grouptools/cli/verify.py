"""`grouptools verify`: check files, cache and identities, and say what does not hold."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grouptools.errors import ArgumentError, GroupToolsError

if TYPE_CHECKING:
    from grouptools.certificates import Certificate

__all__ = ["Verdict", "report", "verify", "verify_files", "verify_kernel_files"]

FAILED, BAD_INPUT = 1, 2


@dataclass(frozen=True)
class Verdict:
    """What became of one check: `problem` is None where it holds; `readable` if there was one."""

    subject: str
    checked: str
    problem: str | None = None
    readable: bool = True


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--cache", "with_cache", is_flag=True, help="Check every cached table.")
@click.option("--l-max", type=int, help="Check the identities up to this degree.")
@click.option("--group", metavar="NAME", help="Check the identities of this finite group instead.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(
    paths: tuple[Path, ...], with_cache: bool, l_max: int | None, group: str | None, as_json: bool
) -> None:
    """Check table files and folders of them, the cache, and identities.

    For each table: that its content has the digest it names, that the certificate can be proved
    again from its entries, and that the digest is the recorded one (to l = 6).  Without
    arguments: the cache, and the identities up to l = 3.

    GROUP: O, m-3m, C4v, cyclic:8, double:O, ...; its table, characters, representations and, up
    to l = 2 unless --l-max is given, kernels.

    Exit status 1: a check failed.  2: a file is missing, truncated, tampered with or no table.
    """
    from grouptools.tables.cache import cached_files

    if not paths and not with_cache and l_max is None and group is None:
        with_cache, l_max = True, 3
    files = [*_files(paths), *(cached_files() if with_cache else [])]
    verdicts = verify_files(files)
    if group is not None:
        verdicts += verify_group(group, 2 if l_max is None else l_max)
    elif l_max is not None:
        verdicts += verify_identities(l_max)
    sys.exit(report(verdicts, as_json=as_json))


def verify_files(files: Sequence[Path]) -> list[Verdict]:
    """Check the tables in these files; what holds the same entries is proved once."""
    from grouptools.cli.progress import steps

    proved: dict[str, Certificate] = {}
    shown = steps(files, "verifying", lambda file: file.name)
    return [_verify_file(file, proved) for file in shown]


def verify_identities(l_max: int) -> list[Verdict]:
    """Check every identity of `grouptools.checks` up to a degree."""
    from grouptools import checks
    from grouptools.cli.progress import steps
    from grouptools.exact.quantum_numbers import degree

    bound = degree(l_max, "l_max")
    verdicts = []
    for name in steps(list(checks.IDENTITIES), "checking", str):
        outcome = checks.run(name, bound)
        verdicts.append(Verdict(name, f"{outcome.cases} cases", outcome.problem))
    return verdicts


def verify_group(name: str, l_max: int) -> list[Verdict]:
    """Check every identity of `grouptools.checks` on a finite group, kernels up to a degree."""
    from grouptools import checks
    from grouptools.cli.groups import named_group
    from grouptools.groups.finite import FiniteGroup

    group = named_group(name)
    if not isinstance(group, FiniteGroup):
        raise ArgumentError(
            f"--group {name} was given, but identities are checked on finite groups: name one"
        )
    outcomes = checks.run_all_on_group(group, l_max=l_max)
    return [Verdict(found.name, f"{found.cases} cases", found.problem) for found in outcomes]


def verify_kernel_files(files: Sequence[Path]) -> list[Verdict]:
    """Read the files of the cache of kernels, every byte of them."""
    from grouptools.cli.progress import steps

    return [_verify_kernel_file(file) for file in steps(files, "reading", lambda file: file.name)]


def _verify_kernel_file(path: Path) -> Verdict:
    from grouptools.kernels.cache import read

    try:
        parts = read(path)
    except (GroupToolsError, OSError) as error:
        text = error.strerror if isinstance(error, OSError) else str(error)
        return Verdict(str(path), "", text or "unreadable", readable=False)
    return Verdict(str(path), f"checksum, {sum(part.dimension for part in parts)} kernels")


def report(verdicts: Sequence[Verdict], *, as_json: bool) -> int:
    """Print the verdicts, and return the exit status."""
    if as_json:
        click.echo(json.dumps([asdict(verdict) for verdict in verdicts], indent=1))
    else:
        _print_table(verdicts)
    if not all(verdict.readable for verdict in verdicts):
        return BAD_INPUT
    return FAILED if any(verdict.problem for verdict in verdicts) else 0


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named that have a table's ending."""
    from grouptools.tables.formats import FORMATS

    endings = {form.suffix for form in FORMATS.values()}
    for path in paths:
        if path.is_dir():
            inside = (file for file in path.iterdir() if file.suffix.lower() in endings)
            found = sorted(file for file in inside if file.is_file())
            if not found:
                raise ArgumentError(f"the folder {path} holds no tables: name one that does")
            yield from found
        elif path.exists():
            yield path
        else:
            raise ArgumentError(f"there is no file or folder {path}: name one that exists")


def _verify_file(path: Path, proved: dict[str, Certificate]) -> Verdict:
    """Check digest, certificate and golden digest of one file; keep the proof in `proved`."""
    from grouptools.tables import cache, load_table
    from grouptools.tables.golden import golden_digest

    try:
        table = cache.read(path) if path.suffix == cache.SUFFIX else load_table(path)
    except (GroupToolsError, OSError) as error:
        text = error.strerror if isinstance(error, OSError) else str(error)
        return Verdict(str(path), "", text or "unreadable", readable=False)
    if table.digest not in proved:
        try:
            proved[table.digest] = table.proved_again()
        except GroupToolsError as error:  # labels that do not belong to a table of its kind
            return Verdict(str(path), "", str(error))
    certificate = proved[table.digest]
    for claim in certificate.claims:
        if claim.failure is not None:
            return Verdict(str(path), "", f"{claim.statement}: {claim.failure}")
    if certificate != table.certificate:
        return Verdict(str(path), "", "the certificate in the file is not what the checker finds")
    golden = golden_digest(table.kind, table.parameters)
    if golden not in (None, table.digest):
        return Verdict(str(path), "", "the digest is not the golden one of this basis version")
    equations = sum(claim.cases for claim in certificate.claims)
    recorded = ", golden digest" if golden else ""
    return Verdict(
        str(path),
        f"digest, {len(certificate.claims)} claims ({equations} equations){recorded}",
    )


def _print_table(verdicts: Sequence[Verdict]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table as Grid

    grid = Grid(box=None, pad_edge=False)
    for heading in ("", "what", "checked"):
        grid.add_column(heading, overflow="fold")
    for verdict in verdicts:
        tick = "[red]FAILED[/]" if verdict.problem else "[green]✓[/]"
        grid.add_row(tick, escape(verdict.subject), escape(verdict.problem or verdict.checked))
    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, 160)
    console.print(grid)
    failed = sum(verdict.problem is not None for verdict in verdicts)
    click.echo(f"{len(verdicts) - failed} hold, {failed} failed")
