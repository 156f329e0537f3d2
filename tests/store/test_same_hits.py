"""Both engines find the same segments, whatever is written and whatever is asked."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import rendition

from twosource.store import MemoryStore, open_store
from twosource.store.folding import Folding

WORDS = st.sampled_from(
    [
        "convoy",
        "Convoys",
        "left",
        "al-Bab",
        "27",
        "٢٧",
        "القافلة",
        "وقافلة",
        "قافلة",
        "مُدُن",
        "مدن",
        "café",
        "\udce9x",
        "北京",
    ]
)
TEXTS = st.lists(
    st.lists(WORDS, min_size=1, max_size=6).flatmap(
        lambda words: st.sampled_from([" ".join(words), "\n".join(words)])
    ),
    min_size=1,
    max_size=4,
    unique=True,
)
PIECES = st.one_of(
    WORDS, WORDS.map(lambda word: f"{word[:3]}*"), st.tuples(WORDS, WORDS).map('"{0[0]} {0[1]}"'.format)
)
QUERIES = st.one_of(st.lists(PIECES, min_size=1, max_size=3).map(" ".join), st.text(max_size=12))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS, queries=st.lists(QUERIES, min_size=1, max_size=5), prefixes=st.booleans())
def test_the_file_and_the_memory_find_the_same(tmp_path_factory, texts, queries, prefixes):
    memory, fold = MemoryStore(), Folding(arabic_prefixes=prefixes)
    with open_store(tmp_path_factory.mktemp("case"), create=True) as disk:
        for store in (memory, disk):
            renditions = [rendition(text, name=str(number)) for number, text in enumerate(texts)]
            store.put(renditions)
            for text in renditions:
                store.index(text)
        for query in queries:
            hits = [
                {
                    (hit.rendition_id, hit.start, hit.end, hit.text)
                    for hit in store.search(query, limit=99, folding=fold)
                }
                for store in (memory, disk)
            ]
            assert hits[0] == hits[1], query


def test_hits_are_there_to_compare():
    """The property above would hold for two engines that find nothing."""
    store = MemoryStore()
    kept = rendition("the Convoys left\nal-Bab on ٢٧ with the وقافلة")
    store.put([kept])
    store.index(kept)
    for query in ("con*", '"al Bab"', "27 left", "القافلة"):
        assert [hit.text for hit in store.search(query)] == [kept.text], query
