"""What the page on answering in words prints is what the program prints, on the demonstration, in order."""

import shlex

from test_docs import shown_outputs

from twosource.cli import run


def test_what_the_page_on_weighing_prints_is_what_the_program_prints(tmp_path, monkeypatch, capsys):
    assert run(["demo", "--case", str(tmp_path / "case")]) == 0
    monkeypatch.chdir(tmp_path / "case")
    monkeypatch.setenv("COLUMNS", "200")
    capsys.readouterr()
    commands = shown_outputs("how-to/weigh.md")
    assert len(commands) >= 6
    for line, printed in commands:
        assert run(shlex.split(line)[1:]) == 0, line
        said = [row.strip() for row in capsys.readouterr().out.splitlines()]
        assert [row for row in printed if row.strip() not in said] == [], line
