"""What a model may be asked, and how little of its answer is believed.

In: a rendition or the picture of a page. Out: requests to show and to send; from the answers,
segments that fit closed types, and a reason for each thing that was dropped. Nothing here sends.
"""

from twosource.reading.endpoint.seeing import picture_request, seen_from
from twosource.reading.endpoint.segments import paragraphs_of
from twosource.reading.endpoint.translating import instructions_hash, translated_from, translation_requests

__all__ = [
    "instructions_hash",
    "paragraphs_of",
    "picture_request",
    "seen_from",
    "translated_from",
    "translation_requests",
]
