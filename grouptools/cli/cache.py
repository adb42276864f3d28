"""`grouptools cache`: look at the folder of derived tables, and empty it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

__all__ = ["cache"]


@click.group()
def cache() -> None:
    """The folder in which derived tables are kept (GROUPTOOLS_CACHE moves it)."""


@cache.command("path")
def path() -> None:
    """Print where the cache is."""
    from grouptools.tables.cache import folder

    click.echo(folder())


@cache.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List the cached files and their sizes, those of other versions too."""
    from grouptools.tables.cache import cached_files

    files = [(file, _size(file)) for file in cached_files(all_versions=True)]
    if as_json:
        click.echo(json.dumps([{"file": str(file), "bytes": size} for file, size in files]))
        return
    for file, size in files:
        click.echo(f"{size:>12,}  {file.name}")
    click.echo(f"{sum(size for _, size in files):>12,}  bytes in {len(files)} tables")


def _size(file: Path) -> int:
    """The size of a file; 0 where another process has removed it meanwhile."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


@cache.command("clear")
def clear() -> None:
    """Remove every cached table."""
    from grouptools.tables.cache import clear as remove_all

    click.echo(f"removed {remove_all()} tables")


@cache.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(as_json: bool) -> None:
    """Check every cached table: checksum, digest, certificate, golden digest."""
    from grouptools.cli.verify import report, verify_files
    from grouptools.tables.cache import cached_files

    sys.exit(report(verify_files(cached_files()), as_json=as_json))
