"""Makes the generated pages: commands, exit codes, settings, and the status table of the README.

python scripts/make_reference.py            write them
python scripts/make_reference.py --check    fail where one differs from what would be written
python scripts/make_reference.py --status   run the tests behind the status table, then write it
"""

import dataclasses
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click

from twosource.cli import door
from twosource.desk.workplace import Settings
from twosource.errors import EXIT_CODES

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
BEGIN, END = "<!-- status: begin -->", "<!-- status: end -->"


def commands() -> str:
    """Return the page of all commands, from their own help."""
    lines = [
        "# Commands",
        "",
        "Made by `python scripts/make_reference.py` from the program's own help.",
        "",
        "A case is found from the current folder upwards, or named with `--case`. Every command takes `--json`, which prints one",
        'document `{"schema": "twosource/1", "message_type": ..., "value": ...}`. Progress goes to standard error. `NO_COLOR` is obeyed.',
        "Exit codes: see [exit-codes.md](exit-codes.md).",
    ]
    context = click.Context(door, info_name="twosource")
    for name in door.list_commands(context):
        command = door.commands[name]
        help_text = command.get_help(
            click.Context(command, info_name=f"twosource {name}", parent=None, max_content_width=100)
        )
        lines += ["", f"## `twosource {name}`", "", "```text", help_text.rstrip(), "```"]
    return "\n".join(lines) + "\n"


def exit_codes() -> str:
    """Return the page of exit codes."""
    rows = [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items()]
    return "\n".join(
        [
            "# Exit codes",
            "",
            "Made by `python scripts/make_reference.py` from `errors.py`.",
            "",
            "| code | meaning |",
            "|---|---|",
            *rows,
            "",
        ]
    )


def settings() -> str:
    """Return the page of settings: every stage's, with its defaults."""
    lines = [
        "# Settings",
        "",
        "Made by `python scripts/make_reference.py`. Settings are values of `twosource.desk.workplace.Settings`; each stage owns its own.",
    ]
    whole = Settings()
    for field in dataclasses.fields(whole):
        value = getattr(whole, field.name)
        if not dataclasses.is_dataclass(value):
            lines += ["", f"## {field.name}", "", f"Default `{value}`."]
            continue
        doc = " ".join((type(value).__doc__ or "").split())
        lines += ["", f"## {field.name}", "", doc, "", "| setting | default |", "|---|---|"]
        lines += [f"| `{f.name}` | `{_told(getattr(value, f.name))}` |" for f in dataclasses.fields(value)]
    return "\n".join(lines) + "\n"


def _told(value: object) -> object:
    """Return a default as every machine shows it: a folder of the program by its place in it."""
    return value.relative_to(ROOT / "src") if isinstance(value, Path) else value


def capabilities() -> list[dict[str, object]]:
    """Return the rows of the status table as declared: what, which tests, which limits."""
    rows: list[dict[str, object]] = tomllib.loads((ROOT / "docs" / "status.toml").read_text("utf-8"))[
        "capability"
    ]
    return rows


def status() -> str:
    """Run the tests behind each capability and return the table; a failing one says so."""
    lines = [BEGIN, "| what | works | tests | limits |", "|---|---|---|---|"]
    for row in capabilities():
        tests = row["tests"]
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-o",
                "addopts=",
                "-q",
                "--no-header",
                "-p",
                "no:cacheprovider",
                *tests,
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        n = (re.findall(r"(\d+) passed", done.stdout) or ["0"])[-1]
        works = "yes" if done.returncode == 0 else "**no**"
        lines.append(f"| {row['what']} | {works} | {n} | {row['limits']} |")
    return "\n".join([*lines, END])


def with_status(readme: str, table: str) -> str:
    """Return the README with its status table replaced."""
    before, rest = readme.split(BEGIN, 1)
    return before + table + rest.split(END, 1)[1]


def main(arguments: list[str]) -> int:
    """Write or check the pages."""
    pages = {
        REFERENCE / "commands.md": commands(),
        REFERENCE / "exit-codes.md": exit_codes(),
        REFERENCE / "settings.md": settings(),
    }
    if "--status" in arguments:
        readme = ROOT / "README.md"
        table = status()  # first, because it takes minutes in which somebody may write on the page
        pages[readme] = with_status(readme.read_text("utf-8"), table)
    stale = [p for p, text in pages.items() if not p.exists() or p.read_text("utf-8") != text]
    if "--check" in arguments:
        for page in stale:
            print(
                f"{page.relative_to(ROOT)} is not what the program says; run python scripts/make_reference.py"
            )
        return bool(stale)
    for page in stale:
        page.write_text(pages[page], "utf-8")
        print(f"wrote {page.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
