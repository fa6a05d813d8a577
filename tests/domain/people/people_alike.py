"""People with names in four scripts, spelt in other ways, with titles: for tests of who may be one."""

from hypothesis import strategies as st

from bot.domain.people.duplicates import Candidate

WORDS = (
    "Malee", "Maly", "Kham", "Khamm", "Noi", "Banda", "Bandah", "Chikondi", "Chikkondi", "Esther", "Ester", "Mai",
    "มาลี", "มาลี่", "คำ", "ใจดี", "ณัฐ", "नाम", "สมหญิง", "สมหญิ่ง", "นาง",
    "सीता", "सिता", "राई", "श्याम", "स्याम", "श्रीमती", "Ram", "Rama", "राम", "रमा", "Mrs.", "M'bale", "N",
)  # fmt: skip
_WORD = st.builds(
    lambda word, slip, at: slip(word, at % len(word)),
    st.sampled_from(WORDS),
    st.sampled_from([
        lambda word, at: word,
        lambda word, at: word,
        lambda word, at: word[:at] + word[at] + word[at:],
        lambda word, at: word[: at + 1] + word[at + 2 :],
        lambda word, at: word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        lambda word, at: word.upper(),
    ]),
    st.integers(0, 20),
)  # fmt: skip
NAMES = st.lists(_WORD, min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from([" ", "-", "  ", ". "]).map(lambda between: between.join(words))
)


def villages(most: int = 12) -> st.SearchStrategy[list[Candidate]]:
    """Some people, numbered from 1, in so few places that many have something in common."""
    one = st.builds(
        lambda name, area, product, groups, phone, gender, age: (name, area, product, groups, phone, gender, age),
        NAMES,
        st.sampled_from(["A", "A", "B", None]),
        st.sampled_from(["mats", "mats", "rice", None]),
        st.frozensets(st.integers(1, 2), max_size=2),
        st.sampled_from([None, None, None, "+661", "+662", ""]),
        st.sampled_from([None, "f", "m"]),
        st.sampled_from([None, "18_35", "over_50"]),
    )
    return st.lists(one, max_size=most).map(lambda rows: [Candidate(at + 1, *row) for at, row in enumerate(rows)])
