"""The one door: finds the case, runs the command, turns errors into sentences and exit codes."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

from twosource import __version__
from twosource.cli.printing import Printer, safe
from twosource.desk import Desk, find_case
from twosource.desk.case import CaseFolder
from twosource.desk.sealing import usual_sandbox
from twosource.desk.workplace import Settings
from twosource.errors import DONE, INTERRUPTED, PARTLY, TwosourceError
from twosource.sandbox.settings import Level

FAILED = 1
LEFT_OF_HELP = 6
"""How many columns stand beside a command's name before its help begins, the margin among them."""


class ExamplesFirst(click.Command):
    """A command whose help begins with examples, because they are what people look for."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the usual help."""
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example}\n")
        super().format_help(ctx, formatter)


_LISTED = {
    "Begin": "demo examine new doctor",
    "Read": "receive read coverage unlock allow set-aside transcribe translate layers anchors",
    "Find and look": "search show cite collate known",
    "Who says what": "parties same different statements claims review accept correct reject not-enough "
    "undo-review export",
    "How many hands": "origins two-source trace explain derived separate retract reliability track grade",
    "Weigh": "weigh flips tipping next answer moved forecast fuse",
    "Publish and keep safe": "publish verify log checkpoint",
}
SECTIONS = {title: tuple(names.split()) for title, names in _LISTED.items()}
"""In which order people need the commands, under what they want; one that is missing here comes last."""
MORE = "More"


class Door(click.Group):
    """The group of all commands, listed under what they are for, in the order in which people need them."""

    command_class = ExamplesFirst

    def sections(self) -> dict[str, list[str]]:
        """Return the commands by section; every command stands in one, and no section is empty."""
        found = {title: [n for n in names if n in self.commands] for title, names in SECTIONS.items()}
        listed = {name for names in found.values() for name in names}
        found[MORE] = [name for name in self.commands if name not in listed]
        return {title: names for title, names in found.items() if names}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in order of use."""
        del ctx
        return [name for names in self.sections().values() for name in names]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each section with its commands, each command with one line of help."""
        width = max(map(len, self.commands))
        room = formatter.width - width - LEFT_OF_HELP
        for title, names in self.sections().items():
            with formatter.section(title):
                rows = [
                    (name.ljust(width), found.get_short_help_str(room))
                    for name in names
                    if (found := self.get_command(ctx, name)) is not None
                ]
                formatter.write_dl(rows)


@dataclass
class Session:
    """What every command knows: which case, and how to print."""

    case: Path | None = None
    sandbox: str = "best"
    jobs: int | None = None
    printer: Printer = field(default_factory=Printer)
    exit_code: int = DONE

    def desk(self) -> Desk:
        """Open the case named or found from here. Raises NoCaseError."""
        return self.desk_at(find_case(Path.cwd(), self.case))

    def desk_at(self, folder: CaseFolder) -> Desk:
        """Open a case with readers sealed as asked for on the command line."""
        level: Level = "best" if self.sandbox == "best" else int(self.sandbox)
        sandbox = replace(usual_sandbox(), level=level)
        if self.jobs:
            sandbox = replace(sandbox, n_workers=self.jobs)
        settings = replace(Settings(), sandbox=sandbox)
        return Desk.open(folder, settings=settings, progress=self.printer.progress)

    def end(self, code: int) -> None:
        """Remember with which code to end; the first that is not "done" stays."""
        self.exit_code = self.exit_code or code

    def account(self, adds_up: bool, complete: bool) -> None:
        """End as partly done where something was refused, partly read or is waiting."""
        if not (adds_up and complete):
            self.end(PARTLY)


pass_session = click.make_pass_decorator(Session, ensure=True)


def command(
    name: str, *, examples: Sequence[str], needs_case: bool = True, reads: bool = False
) -> Callable[[Callable[..., None]], click.Command]:
    """Declare a command of the door with its examples, `--case` and `--json`; one that reads says how."""

    def declare(function: Callable[..., None]) -> click.Command:
        options: list[Callable[[Any], Any]] = [
            click.option(
                "--json",
                "as_json",
                is_flag=True,
                expose_value=False,
                callback=_set_json,
                help="Print one JSON document instead of text.",
            ),
        ]
        if reads:
            options += [_option_sandbox(), _option_jobs()]
        if needs_case:
            options.append(
                click.option(
                    "--case",
                    type=click.Path(path_type=Path, file_okay=False),
                    expose_value=False,
                    callback=_set_case,
                    help="The case folder; otherwise it is found from here.",
                )
            )
        for option in options:
            function = option(function)
        made: click.Command = door.command(name, examples=examples)(pass_session(function))
        return made

    return declare


def _option_sandbox() -> Callable[[Any], Any]:
    return click.option(
        "--sandbox",
        type=click.Choice(["best", "3", "2", "1", "0"]),
        default="best",
        show_default=True,
        expose_value=False,
        callback=_set_sandbox,
        help="How well readers are sealed off; 0 is not at all, and custody says so.",
    )


def _option_jobs() -> Callable[[Any], Any]:
    return click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        expose_value=False,
        callback=_set_jobs,
        help="How many exhibits are read at once; otherwise one per core.",
    )


def _set_sandbox(ctx: click.Context, _param: click.Parameter, value: str) -> None:
    ctx.ensure_object(Session).sandbox = value


def _set_jobs(ctx: click.Context, _param: click.Parameter, value: int | None) -> None:
    ctx.ensure_object(Session).jobs = value


def _set_json(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    session = ctx.ensure_object(Session)
    session.printer.as_json = session.printer.as_json or value


def _set_case(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    session = ctx.ensure_object(Session)
    session.case = value or session.case


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="twosource")
@click.pass_context
def door(ctx: click.Context) -> None:
    """Twosource: an evidence desk for leaked caches.

    Keeps custody of what was leaked, reads it, finds who says what, counts the hands that would
    have to be wrong, and writes a dossier in which every sentence leads back to evidence. It
    never uses the network, but for one model at one address where you grant it by name.

    \b
    First steps:  twosource demo
                  twosource examine FOLDER
    """
    ctx.ensure_object(Session)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with the documented code.

    This is the second of the two places where any exception is caught: whatever happens, the
    user reads a sentence, and the exit code says what kind of end it was.
    """
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    session = Session()
    try:
        door.main(args=list(arguments), prog_name="twosource", obj=session, standalone_mode=False)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        return _report(
            session,
            "Interrupted. What was confirmed is kept; it is safe to run the same command again.",
            INTERRUPTED,
        )
    except click.ClickException as error:
        return _report(
            session, f"{error.format_message()} Run the command with --help; examples come first.", 2
        )
    except TwosourceError as error:
        return _report(session, error.sentences(), error.exit_code)
    except KeyboardInterrupt:
        return _report(
            session,
            "Interrupted. What was confirmed is kept; it is safe to run the same command again.",
            INTERRUPTED,
        )
    except BrokenPipeError:
        return DONE
    except OSError as error:
        what = f"The operating system refused: {error.strerror or type(error).__name__}."
        return _report(
            session,
            f"{what} What was confirmed is kept. Remove the cause and run the same command again.",
            75,
        )
    except Exception as error:
        what = f"The program failed in a way it did not foresee ({type(error).__name__})."
        return _report(
            session,
            f"{what} What was confirmed is kept. Please report it with `twosource doctor --json`.",
            FAILED,
        )
    return session.exit_code


def _report(session: Session, sentence: str, code: int) -> int:
    if not session.printer.document("error", {"exit_code": code, "sentence": sentence}):
        err = session.printer.err
        err.print(safe(sentence), markup=False, style="bold", soft_wrap=not err.is_terminal)
    return code
