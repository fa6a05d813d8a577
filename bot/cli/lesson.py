"""`ovop lesson check`: what is wrong with lessons, by file and line, before anybody is sent one."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.cli.speaking import OK, WRONG, Command, UsageProblem, complain, offer_json, tell
from bot.domain.lessons.lessons import Lesson
from bot.packs import COMMON_LESSONS, Pack, PackError, Problem, find_packs, load_pack
from bot.packs.lessons import FOLDER, lacking, read_folder
from bot.services.programmes import MANIFEST, find_pack
from bot.settings import Settings


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = "Without a name: the common lessons and those of all built-in packs."
    parser.add_argument("task", metavar="TASK", choices=("check",), help="check")
    what = "a folder of lessons or of a pack, or the name of a built-in pack"
    parser.add_argument("place", metavar="FOLDER", nargs="?", default="", help=what)
    offer_json(parser)


@dataclass(slots=True)
class Checked:
    """How many lessons can be used where, what is wrong, and which common ones a pack goes without."""

    counts: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    # by language, how many have been read by somebody who grew up with it
    reviewed: dict[str, int] = field(default_factory=dict)


def run(given: Namespace, settings: Settings) -> int:
    checked = _checked(given.place)
    if given.json:
        tell(given, asdict(checked))
    for problem in () if given.json else checked.problems:
        complain(str(problem))
    if not given.json:
        tell(given, {}, *_told(checked))
    return WRONG if checked.problems else OK


def _told(checked: Checked) -> Iterator[str]:
    for place, number in checked.counts.items():
        yield f"{place}: {number} lessons are in order."
    if checked.reviewed:
        read = ", ".join(f"{language} {number}" for language, number in checked.reviewed.items())
        yield f"Read by somebody who grew up with the language: {read}."
    for slug, why in checked.left_out.items():
        yield f"Left out here: {slug}. {why}"


def _checked(place: str) -> Checked:
    checked = Checked()
    if not place:
        packs = [pack for folder in find_packs() if (pack := _pack(folder, checked))]
        _folder(COMMON_LESSONS, packs, checked)
        return checked
    folder = Path(place)
    if folder.name == FOLDER and (folder.parent / MANIFEST).is_file():
        folder = folder.parent
    if folder.is_dir() and not (folder / MANIFEST).is_file():
        _folder(folder, [load_pack(one) for one in find_packs()], checked)
        return checked
    pack = _pack(find_pack(str(folder)), checked)
    if pack is not None:
        _left_out(pack, checked)
    return checked


def _pack(folder: Path, checked: Checked) -> Pack | None:
    """A pack with its own lessons; all that is wrong with the pack is told."""
    try:
        pack = load_pack(folder)
    except PackError as error:
        checked.problems += error.problems
        return None
    checked.counts[pack.programme.code] = len(pack.lessons)
    if not checked.reviewed:
        _reviewed(pack.lessons, pack.programme.languages, checked)
    return pack


def _reviewed(lessons: Sequence[Lesson], languages: Sequence[str], checked: Checked) -> None:
    checked.reviewed = {language: sum(language in one.reviewed for one in lessons) for language in languages}


def _folder(folder: Path, packs: Sequence[Pack], checked: Checked) -> None:
    """Lessons for all of these packs: in each of their languages, with amounts in each of their currencies."""
    found = read_folder(folder, checked.problems)
    if not found and not checked.problems:
        raise UsageProblem(f"There is no lesson in {folder}; a lesson is a file such as 01-write-it-down.md.")
    languages = list(dict.fromkeys(language for pack in packs for language in pack.programme.languages))
    currencies = [pack.programme.currency for pack in packs]
    _reviewed(found, languages, checked)
    for lesson in found:
        lacks = lacking(lesson, languages, currencies)
        checked.problems += [Problem(f"{lesson.number:02}-{lesson.slug}.md", None, None, why) for why in lacks]
    checked.counts[folder.parent.name if folder.name == FOLDER else folder.name] = len(found)


def _left_out(pack: Pack, checked: Checked) -> None:
    """The common lessons that cannot be used in a programme; no fault of the pack's."""
    used = {lesson.slug for lesson in pack.lessons}
    need = (pack.programme.languages, (pack.programme.currency,))
    broken: list[Problem] = []
    others = [lesson for lesson in read_folder(COMMON_LESSONS, broken) if lesson.slug not in used]
    checked.left_out |= {problem.file: problem.sentence for problem in broken}
    checked.left_out |= {lesson.slug: " ".join(lacking(lesson, *need)) for lesson in others}


COMMAND = Command(arguments, run)
