"""A leader finds her members by what she calls them; another leader's names for them are not hers."""

from datetime import date

from bot.domain.people.roles import Reach, Role
from bot.services.groups.members import finding
from bot.store.groups.report import reports
from bot.store.people import roles
from tests.services.groups.test_reminding import CODE, Group
from tests.services.town import Town


def found(place: Town, group: Group, who: int, typed: str) -> list[str]:
    programme = place.programme(CODE)
    return [one.member.name for one in place.run(finding.find, programme, who, group.id, date(2026, 2, 21), typed)]


def test_by_the_name_that_she_has_taught(place: Town) -> None:
    group = Group(place, 2)
    malee = group.add(name="Malee Jaidee")
    group.add(name="Kluay Srisuk")
    other = place.join(CODE, name="Another leader")
    place.run(roles.give, other.person, Reach(Role.LEADER, group_id=group.id), place.now)
    place.run(reports.teach, group.leader.person, "kluay", malee.producer)
    assert found(place, group, group.leader.person, "klu") == ["Kluay Srisuk", "Malee Jaidee"]
    assert found(place, group, other.person, "klu") == ["Kluay Srisuk"]
    assert found(place, group, other.person, "noi") == ["Noi 0", "Noi 1"]


def test_nobody_who_waits_to_be_confirmed_or_has_left(place: Town) -> None:
    group = Group(place, 1)
    stranger = place.join(CODE, name="Noi Stranger", consent_version="2")
    assert stranger.producer
    assert found(place, group, group.leader.person, "noi") == ["Noi 0"]
