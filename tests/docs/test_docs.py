"""The documentation is a contract: every command, exit code, setting and key stands in it, examples run."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from twosource.cli import door, run
from twosource.desk import declarations, declared_questions, declared_variables
from twosource.errors import EXIT_CODES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def test_generated_pages_are_what_the_program_says():
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "make_reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", list(door.commands))
def test_every_command_is_documented(name):
    assert f"## `twosource {name}`" in (DOCS / "reference" / "commands.md").read_text("utf-8")


@pytest.mark.parametrize("code", list(EXIT_CODES))
def test_every_exit_code_is_documented(code):
    assert f"| {code} |" in (DOCS / "reference" / "exit-codes.md").read_text("utf-8")


def keys():
    found = set()
    for module in (declarations, declared_questions, declared_variables):
        for name, value in vars(module).items():
            if (
                name.isupper()
                and isinstance(value, tuple)
                and value
                and all(isinstance(v, str) for v in value)
            ):
                found |= set(value) if name not in {"TIES", "VERDICTS"} else set()
    return sorted(found)


@pytest.mark.parametrize("key", keys())
def test_every_key_of_case_toml_is_documented(key):
    page = (DOCS / "reference" / "case-toml.md").read_text("utf-8")
    assert re.search(rf"[`\[.]{re.escape(key)}[`\].]", page), f"{key} is not in docs/reference/case-toml.md"


def test_every_decision_has_a_date_and_a_status():
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert len(pages) >= 8
    for number, page in enumerate(pages, 1):
        text = page.read_text("utf-8")
        assert page.name.startswith(f"{number:04}-")
        assert re.search(r"^\d{4}-\d{2}-\d{2} · (accepted|superseded)", text, re.MULTILINE), page.name


def test_every_link_between_pages_leads_somewhere():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def console_examples(page="tutorial.md"):
    """Return the commands of a page, block by block."""
    text = (DOCS / page).read_text("utf-8")
    return [
        line[2:]
        for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
        if line.startswith("$ ")
    ]


def test_the_commands_of_the_tutorial_run_in_order(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    commands = console_examples()
    assert len(commands) >= 8
    for line in commands:
        words = shlex.split(line)
        expected = int(words.pop()[2:-1]) if re.search(r"#\(\d+\)$", line) else 0
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            continue
        assert words[0] == "twosource", line
        code = run(words[1:])
        captured = capsys.readouterr()
        assert code == expected, f"{line}: {code}\n{captured.out}{captured.err}"


def shown_outputs(page):
    """Return the commands of a page with the lines printed under each; an ellipsis stands for what is left out."""
    text = (DOCS / page).read_text("utf-8")
    found = []
    for line in "\n".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL)).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line and line != "…":
            found[-1][1].append(line)
    return found


@pytest.mark.parametrize(
    ("page", "least"), [("how-to/origins.md", 10), ("how-to/weigh.md", 6), ("how-to/reliability.md", 6)]
)
def test_what_a_page_prints_is_what_the_program_prints(page, least, demonstration, monkeypatch, capsys):
    """Every command runs on the demonstration, in the order of the page, and says what the page says it says."""
    monkeypatch.chdir(demonstration)
    monkeypatch.setenv("COLUMNS", "200" if page == "how-to/weigh.md" else "80")
    capsys.readouterr()
    commands = shown_outputs(page)
    assert len(commands) >= least
    for line, printed in commands:
        assert run(shlex.split(line)[1:]) == 0, line
        said = [row.strip() for row in capsys.readouterr().out.splitlines()]
        assert [row for row in printed if row.strip() not in said] == [], line


def test_the_status_table_names_only_tests_that_exist():
    rows = tomllib.loads((DOCS / "status.toml").read_text("utf-8"))["capability"]
    readme = (ROOT / "README.md").read_text("utf-8")
    for row in rows:
        assert f"| {row['what']} |" in readme, f"run scripts/make_reference.py --status for {row['what']}"
        for test in row["tests"]:
            path, _, name = test.partition("::")
            assert (ROOT / path).exists(), test
            if name:
                assert f"def {name}(" in (ROOT / path).read_text("utf-8"), test
