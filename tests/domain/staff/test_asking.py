"""Whom a question goes to: the nearest officers who are not passed by, for any staff and any areas."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.staff.accounts import names_account
from bot.domain.staff.asking import Worker, elsewhere, is_named, nearest, over

AREAS = ("a", "a1", "a2", "a3", "b", "b1")
ABOVE = {"a1": ["a1", "a"], "a2": ["a2", "a"], "a3": ["a3", "a"], "b1": ["b1", "b"], "a": ["a"], "b": ["b"]}
WITHIN = {"a": ["a", "a1", "a2", "a3"], "b": ["b", "b1"]}
workers = st.lists(st.builds(Worker, st.integers(1, 8), st.sampled_from([*AREAS, None])), max_size=10)
past = st.frozensets(st.integers(1, 8), max_size=6)
homes = st.sampled_from(sorted(ABOVE))


@given(workers, homes, past)
def test_the_nearest_are_told_and_nobody_who_is_passed_by(
    known: list[Worker], home: str, passed: frozenset[int]
) -> None:
    goes = nearest(known, ABOVE[home], passed)
    able = over(known, ABOVE[home]) - passed
    assert (goes is None) is (not able)
    if goes is not None:
        assert goes.people <= able
        order = [*ABOVE[home], None]
        nearer = order[: order.index(goes.area)]
        assert not any(one.area in nearer and one.person_id not in passed for one in known)


@given(workers, homes, past)
def test_past_all_who_work_where_she_lives(known: list[Worker], home: str, passed: frozenset[int]) -> None:
    everybody = passed | over([one for one in known if not one.is_admin], ABOVE[home])
    within = [WITHIN.get(area, [area]) for area in ABOVE[home]]
    goes = elsewhere(known, ABOVE[home], within, everybody)
    if goes is not None:
        assert not goes.people & everybody and goes.area not in ABOVE[home]


def test_another_area_is_the_next_one_and_else_an_admin() -> None:
    near, far, admin = Worker(1, "a2"), Worker(2, "b"), Worker(3, None, is_admin=True)
    within = [["a1"], WITHIN["a"]]
    assert elsewhere([admin, far, near], ABOVE["a1"], within, ()).people == {1}  # type: ignore[union-attr]
    assert elsewhere([admin, far], ABOVE["a1"], within, ()).people == {3}  # type: ignore[union-attr]


def test_who_is_named_in_it() -> None:
    assert is_named("Ruth Phiri", "ruth was rude") and is_named("Ruth Phiri", "I mean Ruth!")
    assert not is_named("Ruth Phiri", "the truth is hard") and not is_named("", "anything")
    assert is_named("มาลี ใจดี", "คุณ มาลี ใจดี พูดไม่ดี")


def test_what_names_an_account() -> None:
    for text in ("@grace_b", "write to @Grace now", "see t.me/grace", "https://wa.me/265881234567", "tg://user?id=1"):
        assert names_account(text), text
    for text in ("12 @ 600", "soap@home.mw", "at. me/you", "2@3", "the fair"):
        assert not names_account(text), text
