"""Forms that staff have put in use: in the place of a pack's, or beside them; asked from now on, by new dialogues."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.programme import OfGroup, Purpose
from bot.forms import Form, FormError
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.packs.contract import broken
from bot.services.loaded_packs import LoadedPacks
from bot.services.programmes import form_of
from bot.services.work import Connection
from bot.store.forms import form_versions as rows
from bot.store.forms.form_versions import FormVersion, InUse
from bot.store.people import audit
from bot.store.people.audit import Deed

LINK = "form_"


@dataclass(frozen=True, slots=True)
class Added:
    """What putting a form in use has come to. replaces: it takes the place of a form of this name. is_new: this version
    was not known before.
    """

    name: str
    hash: str
    replaces: bool
    is_new: bool


def is_extra(name: str) -> bool:
    """Whether a form is asked when somebody opens it, not by the calendar."""
    return not Purpose.has(name) and not OfGroup.has(name)


def payload(name: str) -> str:
    """What follows `?start=` in the link that opens an extra form."""
    return LINK + name


def check(form: Form, name: str, pack: Pack) -> None:
    """Raise FormError where a form cannot be used under this name."""
    if problems := broken(form, name, pack):
        raise FormError(problems)


def add(connection: Connection, pack: Pack, name: str, form: Form, actor: str, now: datetime) -> Added:
    """Keep a version of a form and ask it from now on; raises FormError where the name asks for more than it has.

    `form`: with the hash of a version of this programme's. Whoever is in the middle of the old one goes on with that.
    """
    there = with_those_in_use(connection, pack)
    check(form, name, there)
    code = pack.programme.code
    new = rows.add(connection, [FormVersion(form.hash, code, name, form.xml)], now)
    rows.use(connection, InUse(code, name, form.hash), actor, now)
    audit.record(connection, Deed(actor, "form add", code, {"form": name, "version": form.hash}), now)
    return Added(name, form.hash, replaces=name in there.forms, is_new=form.hash in new)


def with_those_in_use(connection: Connection, pack: Pack) -> Pack:
    """A pack with the forms that are asked now."""
    chosen = [one for one in rows.in_use(connection) if one.programme == pack.programme.code]
    forms = {one.name: form_of(rows.version(connection, one.hash), pack) for one in chosen}
    return replace(pack, forms={**pack.forms, **forms})


def take_up(connection: Connection, loaded: LoadedPacks) -> bool:
    """Take up what is in use now; True when that has changed. Cheap when it has not: the tick asks."""
    now = rows.in_use(connection)
    if now == loaded.in_use:
        return False
    for one in now - loaded.in_use:
        if one.programme in loaded.packs:
            loaded.use(
                one.programme, one.name, form_of(rows.version(connection, one.hash), loaded.packs[one.programme])
            )
    loaded.in_use = now
    return True


def keep_up(connection: Connection, loaded: LoadedPacks, left_out: LeftOut) -> None:
    """The same; where that cannot be read, all else goes on with what is loaded."""
    left_out.each(connection, "Forms that staff have put in use: list", (1,), lambda tx, _: take_up(tx, loaded))
