"""The question worked out on the page about weighing is taken as it stands there, and says what the page says."""

import json
import re
from pathlib import Path

import pytest

from twosource.cli import run
from twosource.desk import Desk

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "weigh.md"


@pytest.fixture
def weighed(tmp_path, capsys):
    block = re.search(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1]
    folder = Desk.new(tmp_path / "case", f'schema = "twosource-case/1"\n{block}')
    assert run(["weigh", "--json", "--case", str(folder.path)]) == 0
    (weighing,) = json.loads(capsys.readouterr().out)["value"]
    return weighing


def test_the_question_of_the_page_is_weighed(weighed):
    assert weighed["lead"] == "minister"
    assert [step["name"] for step in weighed["next_steps"]] == ["telephone_bill"]


def test_priors_come_back_without_something_else_as_the_page_says(weighed):
    prior = {h["name"]: h["prior"] for h in weighed["hypotheses"]}
    assert prior["port"] == pytest.approx(0.30)
    assert "a weight of 3 in 11 comes back as .30" in PAGE.read_text("utf-8")
