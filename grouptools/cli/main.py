"""The entry point: every command, and how errors leave the program."""

from __future__ import annotations

import io
import sys
import warnings

import click

from grouptools import __version__
from grouptools.cli.cache import cache
from grouptools.cli.characters import characters
from grouptools.cli.codegen import codegen
from grouptools.cli.convert import convert
from grouptools.cli.detect import detect
from grouptools.cli.explain import explain
from grouptools.cli.export import export
from grouptools.cli.harmonics import harmonics
from grouptools.cli.kernels import kernels
from grouptools.cli.migrate import migrate
from grouptools.cli.show import show
from grouptools.cli.tensors import tensors
from grouptools.cli.verify import verify
from grouptools.errors import GroupToolsError

__all__ = ["cli", "main"]

BAD_USAGE, INTERRUPTED = 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grouptools")
def cli() -> None:
    """Exact, proved and versioned bases for rotation-equivariant computation.

    Exit status: 0 if all is well, 1 if a check failed, 2 if the input was bad.
    """


TABLES = (export, verify, show, cache, codegen)
GROUPS = (kernels, explain, tensors, harmonics, characters)
CONVENTIONS = (convert, detect, migrate)
for command in TABLES + GROUPS + CONVENTIONS:
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; an error is one sentence on standard error, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a sign that it cannot show is spelt out
            stream.reconfigure(errors="backslashreplace")
    with warnings.catch_warnings():
        warnings.showwarning = lambda text, *_, **__: click.echo(f"grouptools: {text}", err=True)
        sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    """Run one command and return the exit status."""
    try:
        return cli.main(arguments, prog_name="grouptools", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return BAD_USAGE
    except click.UsageError as error:
        return _sentence(error.format_message(), error.ctx)
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        return _sentence(error.format_message())
    except GroupToolsError as error:
        return _sentence(str(error))
    except OSError as error:  # standard output is full, or a folder cannot be looked into
        return _sentence(": ".join(str(part) for part in (error.filename, error.strerror) if part))


def _sentence(text: str, context: click.Context | None = None) -> int:
    """Say what was wrong on standard error, and return the exit status."""
    hint = f" (see {context.command_path} --help)" if context else ""
    line = " ".join(text.split("\n"))  # the name of a file may hold anything
    click.echo(f"grouptools: {line}{hint}", err=True)
    return BAD_USAGE
