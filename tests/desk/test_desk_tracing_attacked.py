"""A forger's files from receiving to counting: one sentence printed where it might not be compared."""

import pytest
from desk_cases import CASE

from twosource.desk import Desk
from twosource.desk.workplace import Settings

QUICK = Settings(uses_model=False)
HEAD = CASE.partition("[[statements]]")[0]
LEAK = (
    "the fighters withdrew their heavy artillery from Palmyra to Raqqa on 9 May 2016 while the lamps of the"
    " station were out"
)
NAMES = ("Rami Odeh", "Salim Naddaf", "Tariq Hamwi", "Omar Sabbagh")
PADDING = (
    "A ferry company has ordered two boats for the summer.",
    "The choir of the old school sings on Saturday.",
    "Engineers inspect the dam after the spring floods.",
    "The chess club won its match away from home.",
)
PLACES = {
    "body": "Title: News\n\n{name} said that {leak}. {padding}",
    "title": "Title: {name} said that {leak}\n\n{padding}",
    "note": "Note: {name} said that {leak}.\n\n{padding}",
    "headers alone": "Note: {name} said that {leak}.\nTitle: {padding}\n",
}


def hands(tmp_path, texts):
    cache = tmp_path / "cache"
    cache.mkdir()
    for number, text in enumerate(texts):
        head = f"Publisher: Outlet {number}\nPublished: 2016-05-1{number}\n"
        (cache / f"report-{number}.txt").write_text(head + text, "utf-8")
    folder, _ = Desk.new_or_found(tmp_path / "case", HEAD)
    with Desk.open(folder, settings=QUICK) as desk:
        desk.receive([cache])
        desk.read_quickly()
        desk.analyse()
        return desk.origins("guns"), desk.two_source("guns")


@pytest.mark.parametrize("place", PLACES)
def test_one_sentence_is_compared_wherever_it_is_printed(tmp_path, place):
    """Lines at the head of a text speak about it; what asserts the claim there is compared all the same."""
    texts = [PLACES[place].format(name=n, leak=LEAK, padding=p) for n, p in zip(NAMES, PADDING, strict=True)]
    count, _ = hands(tmp_path, texts)
    assert (count.n_reports, count.kappa_mode) == (4, 1)


def test_one_name_in_letters_that_look_alike_is_one_name(tmp_path):
    """Four sentences of their own, one man whose name has Cyrillic letters in three of them."""
    told = (
        LEAK,
        "lorries took the heavy artillery out of Palmyra, where it was withdrawn after the evening prayer",
        "heavy artillery was withdrawn from Palmyra as men watched from the walls of the castle",
        "he saw how heavy artillery was withdrawn from Palmyra on the desert road with no lights on",
    )
    names = ("Omar Sabbagh", "Omаr Sabbagh", "Omar Sаbbаgh", "Оmar Sabbagh")
    texts = [f"Title: News\n\n{n} said that {t}. {p}" for n, t, p in zip(names, told, PADDING, strict=True)]
    count, _ = hands(tmp_path, texts)
    assert (count.n_reports, count.kappa_mode) == (4, 1)


def test_names_a_machine_read_do_not_meet_the_two_source_rule(tmp_path):
    """Two men in words of their own: probable, unchecked, and so not two sources."""
    told = (LEAK, "heavy artillery was withdrawn from Palmyra as men watched from the walls of the castle")
    texts = [f"Title: News\n\n{n} said that {t}. {p}" for n, t, p in zip(NAMES, told, PADDING, strict=False)]
    count, rule = hands(tmp_path, texts)
    assert count.kappa_mode == 2
    assert not rule.answer.holds
    assert rule.answer.everybody.because.endswith("nobody has checked whether they are separate.")
