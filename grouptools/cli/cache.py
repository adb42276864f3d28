"""`grouptools cache`: look at the folder of what was derived and compiled, fill and empty it."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile

import click

from grouptools.errors import ArgumentError

__all__ = ["cache"]


@click.group()
def cache() -> None:
    """The folder of derived tables, kernels and compiled code (GROUPTOOLS_CACHE moves it)."""


@cache.command("path")
def path() -> None:
    """Print where the cache is; below it lie kernels ("kernels") and compiled code ("compiled")."""
    from grouptools.files import cache_folder

    click.echo(cache_folder())


@cache.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with each file of code too.")
def list_(as_json: bool) -> None:
    """List cached tables and kernels, and how much compiled code, other versions' too."""
    from grouptools.kernels import cache as kernels_cache
    from grouptools.numeric.compiled_code import compiled_files
    from grouptools.tables import cache as tables_cache

    tables = [(file, _size(file)) for file in tables_cache.CACHE.files()]
    bases = [(file, _size(file)) for file in kernels_cache.CACHE.files()]
    codes = [(file, _size(file)) for file in compiled_files(all_versions=True)]
    if as_json:
        holds = {"table": tables, "kernels": bases, "code": codes}
        listed = [
            {"file": str(file), "bytes": size, "holds": what}
            for what, entries in holds.items()
            for file, size in entries
        ]
        click.echo(json.dumps(listed))
        return
    for file, size in tables + bases:
        click.echo(f"{size:>12,}  {file.name}")
    click.echo(f"{sum(size for _, size in tables):>12,}  bytes in {len(tables)} tables")
    click.echo(f"{sum(size for _, size in bases):>12,}  bytes in {len(bases)} files of kernels")
    others = len(codes) - len(compiled_files())
    remark = f", {others} of them of other versions" if others else ""
    total = sum(size for _, size in codes)
    click.echo(f"{total:>12,}  bytes in {len(codes)} files of compiled code{remark}")


def _size(file: Path) -> int:
    """The size of a file; 0 where another process has removed it meanwhile."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


@cache.command("clear")
def clear() -> None:
    """Remove every cached table, all kernels and all compiled code."""
    from grouptools.kernels import cache as kernels_cache
    from grouptools.numeric.compiled_code import clear_compiled
    from grouptools.tables import cache as tables_cache

    tables, bases = tables_cache.CACHE.clear(), kernels_cache.CACHE.clear()
    codes = clear_compiled()
    click.echo(
        f"removed {tables} tables, {bases} files of kernels and {codes} files of compiled code"
    )


@cache.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(as_json: bool) -> None:
    """Check every cached file: tables and kernels; exit status 1 if one is damaged.

    Tables: checksum, digest, certificate, golden digest.  Kernels: checksum and content.
    Compiled code has a checksum too, which is looked at whenever the code is loaded.
    """
    from grouptools.cli.verify import report, verify_files, verify_kernel_files
    from grouptools.kernels import cache as kernels_cache
    from grouptools.tables.cache import cached_files

    verdicts = verify_files(cached_files()) + verify_kernel_files(kernels_cache.CACHE.files())
    sys.exit(1 if report(verdicts, as_json=as_json) else 0)


@cache.command("warm")
@click.option("--function", "functions", multiple=True, metavar="NAME", help="Only this one.")
@click.option(
    "--l-max",
    type=click.IntRange(0),
    default=6,
    show_default=True,
    help="Harmonics have code of their own for each l_max; compile it up to here.",
)
@click.option("--large", is_flag=True, help="Also harmonics' code for results of many megabytes.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def warm(functions: tuple[str, ...], l_max: int, large: bool, as_json: bool) -> None:
    """Compile ahead what the functions that evaluate need, in float64 and float32.

    Without it each is compiled at its first call, which then takes seconds once.
    """
    from grouptools.cli.progress import steps
    from grouptools.numeric.compiled_code import compiled_files
    from grouptools.numeric.warming import calls

    wanted, folder = calls(functions, l_max=l_max, large=large), _place_for_code()
    before, start = len(compiled_files()), time.perf_counter()
    for call in steps(wanted, "compiling", str):
        call.run()
    seconds, files = time.perf_counter() - start, compiled_files()
    names = sorted({call.function for call in wanted})
    if as_json:
        answer = {"functions": names, "calls": len(wanted), "compiled": len(files) - before}
        answer |= {"files": len(files), "seconds": seconds, "folder": str(folder)}
        click.echo(json.dumps(answer))
        return
    click.echo(
        f"{len(names)} functions are ready, {len(files) - before} kernels compiled anew in "
        f"{seconds:.1f} s; {len(files)} files in {folder}"
    )


def _place_for_code() -> Path:
    """The folder of compiled code, made and tried; an error where nothing can be kept in it."""
    from grouptools.files import cache_folder
    from grouptools.numeric.compiled_code import compiled_folder

    place = compiled_folder() or cache_folder()  # which raises where there is none
    try:
        place.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise ArgumentError(
            f"compiled code cannot be kept in {place} ({error.strerror}): set GROUPTOOLS_CACHE to "
            f"a folder that can be written"
        ) from error
    return place
