"""Who holds an Arabic office: where the words of the office end and its holder's name begins."""

from twosource.attributing.frames import Parsed
from twosource.attributing.mentions import Mention

_STOPS = frozenset("،,.:؛;!?؟")
MAX_OFFICE = 14


def named_behind(parsed: Parsed, first: int, role: Mention) -> str | None:
    """Return the name behind a long office: it opens with a given name and ends at "that" or a sign.

    `مدير المكتب الإعلامي في حلب أحمد الخالد`: an office of many words is no part of the name, and the same
    holder is one party in every exhibit.
    """
    if role.role not in ("people", "witnesses", "analysts") or role.first > first + 1:
        return None
    end = first
    while end < len(parsed.tokens) and end - first < MAX_OFFICE:
        if parsed.tokens[end].text in _STOPS or parsed.is_in("that", end) or parsed.words[end] == "عن":
            break
        if end > first and parsed.lexicon.cues.has_word(parsed.words[end]):
            return None
        end += 1
    if parsed.tokens[first].folded in parsed.lexicon.titles and end - first < 4:
        return None
    for start in range(first + 1, end - 1):
        if not parsed.is_in("given_names", start):
            continue
        words = parsed.tokens[start:end]
        is_plain = all(word.is_word and not word.text.isdigit() for word in words)
        is_free = not any(parsed.is_in("modifiers", n) for n in range(start, end))
        return (
            " ".join(word.text for word in words) if 2 <= len(words) <= 4 and is_plain and is_free else None
        )
    return None
