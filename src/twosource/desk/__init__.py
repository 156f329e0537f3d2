"""The desk: the product's verbs, and the only public entry for code."""

from twosource.desk.answers import ClaimAnswer, StatementAnswer
from twosource.desk.case import case_name, find_case, find_prepared, refuse_cases
from twosource.desk.desk import Desk, ExamineAnswer
from twosource.desk.receiving import Delivery

__all__ = [
    "ClaimAnswer",
    "Delivery",
    "Desk",
    "ExamineAnswer",
    "StatementAnswer",
    "case_name",
    "find_case",
    "find_prepared",
    "refuse_cases",
]
