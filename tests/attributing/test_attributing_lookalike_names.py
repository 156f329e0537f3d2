"""A name that looks the same is the same: letters of another script and signs nobody sees make no second one."""

import pytest

from twosource.attributing.tokens import fold_name


@pytest.mark.parametrize(
    "written",
    ["Omаr Sаbbаgh", "Оmar Sabbagh", "Ｏmar Sabbagh", "Om\u200bar Sab\u00adbagh", "\u202eOmar Sabbagh"],
)
def test_a_name_that_looks_the_same_is_one_name(written):
    """With Cyrillic letters in it, in full width, with a soft hyphen or a turn of direction."""
    assert fold_name(written) == fold_name("Omar Sabbagh")


def test_names_of_one_script_keep_their_letters():
    """Nothing is exchanged where no Latin letter stands beside it."""
    assert fold_name("Иван Соколов") == "иван соколов"
    assert fold_name("عمر الصباغ") == "عمر الصباغ"
    assert fold_name("Çınar Yıldız") == "çinar yildiz"
