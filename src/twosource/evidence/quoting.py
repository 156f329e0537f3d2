"""Words as they stand within quotation marks: a mark of their own must not close the marks round them."""

_SINGLE = str.maketrans({"“": "‘", "”": "’", "„": "‚", "«": "‹", "»": "›"})


def within_marks(text: str) -> str:
    """Return a text as it is quoted in a sentence: double quotation marks in it become single ones.

    “He said “no” to us” ends for its reader behind "no", and so it does for a program that looks for what is
    quoted. By hand: `he said “no”` becomes `he said ‘no’`; what is quoted in guillemets becomes `‹no›`.
    """
    return text.translate(_SINGLE)
