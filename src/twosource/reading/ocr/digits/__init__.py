"""A reader for the numbers of Arabic print: finds them in lines, cuts them into digits, and says how sure.

Recognisers of Arabic words read about one Arabic-Indic number in eight right. What is read here is
still a machine's reading: it is shown with its picture. The card is docs/models/digits.md.
"""

from twosource.reading.ocr.digits.network import WeightsError
from twosource.reading.ocr.digits.numbers import Alphabet, ReadDigit, ReadNumber
from twosource.reading.ocr.digits.reader import find_numbers, read_number, read_numbers

__all__ = [
    "Alphabet",
    "ReadDigit",
    "ReadNumber",
    "WeightsError",
    "find_numbers",
    "read_number",
    "read_numbers",
]
