"""The entry point: every command, and how errors leave the program."""

from __future__ import annotations

import os
import sys
import warnings

import click

from grouptools import __version__
from grouptools.cli.cache import cache
from grouptools.cli.codegen import codegen
from grouptools.cli.export import export
from grouptools.cli.show import show
from grouptools.cli.verify import verify
from grouptools.errors import GroupToolsError

__all__ = ["cli", "main"]

BAD_USAGE = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grouptools")
def cli() -> None:
    """Exact, proved and versioned tables for rotation-equivariant computation.

    Exit status: 0 if all is well, 1 if a check failed, 2 if the input was bad.
    """


for command in (export, verify, show, cache, codegen):
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; an error is one sentence on standard error, never a traceback."""
    warnings.showwarning = lambda message, *_, **__: click.echo(f"grouptools: {message}", err=True)
    try:
        status = cli.main(arguments, prog_name="grouptools", standalone_mode=False)
    except click.UsageError as error:
        sys.exit(_sentence(error.format_message(), error.ctx))
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        sys.exit(_sentence(error.format_message()))
    except GroupToolsError as error:
        sys.exit(_sentence(str(error)))
    except BrokenPipeError:
        # The reader of a pipe has left; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(status or 0)


def _sentence(text: str, context: click.Context | None = None) -> int:
    """Say what was wrong on standard error, and return the exit status."""
    hint = f" (see {context.command_path} --help)" if context else ""
    click.echo(f"grouptools: {text}{hint}", err=True)
    return BAD_USAGE
