"""Records of who leads a group or works for the programme, and of what is asked about groups of who makes a product."""

from bot.domain.people.roles import LEADERS, PRODUCERS, SET_UP, STAFF
from bot.i18n import N_
from handlers.forms import form_upload
from handlers.groups import group, new_group, new_group_questions, own_calendar, parts
from handlers.groups.cash_book import book_words, pages
from handlers.groups.leaders import advisor, area_keys, area_parts, hand_over, keys, of_area, sheets
from handlers.groups.members import adding, changes, find, lot, member, own_phone, phone_asked, which_group
from handlers.groups.paper import paper
from handlers.groups.report import absence, answering_for, four_facts, last_word, own_total, report
from handlers.people import at_work, in_group
from handlers.records import Command, Open, Tap
from handlers.staff import duplicates, follow_ups, pace, to_work, work_list
from handlers.staff.announced import question_asked
from handlers.staff.announcing import audience_screens, composing, deeds
from handlers.staff.asking import answer, ask
from handlers.staff.checking import asked
from handlers.staff.checking import queue as figures
from handlers.staff.vouching import lost, unconfirmed
from handlers.voice import recording, recording_walk
from handlers.wire import menu

COMMANDS = (
    Command("record", recording.start, roles=STAFF),
    Command(group.COMMAND, group.show, N_("How my group stands"), guarded=True, listed=True, roles=LEADERS),
    Command(report.COMMAND, report.show, N_("Report for all in my group"), guarded=True, listed=True, roles=LEADERS),
    Command(adding.COMMAND, adding.begin, guarded=True, roles=LEADERS),
    Command(
        own_total.COMMAND,
        own_total.show,
        N_("Show my leader what came in"),
        guarded=True,
        place=menu.MONEY,
        roles=PRODUCERS,
    ),
    Command(work_list.COMMAND, work_list.show, N_("What waits for me"), listed=True, roles=STAFF),
    Command(follow_ups.COMMAND, follow_ups.from_start, N_("Whom to follow up"), listed=True, roles=STAFF),
    Command(figures.COMMAND, figures.show, N_("Figures to look at"), guarded=True, listed=True, roles=STAFF),
    Command(duplicates.COMMAND, duplicates.show, N_("Who stands twice in the list"), listed=True, roles=STAFF),
    Command(unconfirmed.COMMAND, unconfirmed.show, roles=STAFF),
    Command(of_area.COMMAND, of_area.show, N_("The groups of my area"), listed=True, roles=SET_UP),
    Command(composing.COMMAND, composing.start, N_("Announce something"), listed=True, roles=STAFF),
    # a button of the groups does it too, and Telegram's list has room for eight
    Command(new_group_questions.COMMAND, new_group.start, roles=SET_UP),
    Command(ask.COMMAND, ask.begin, N_("Ask a person of the programme"), place=menu.ASKING),
    Command(ask.COMPLAIN, ask.complain, N_("Complain about somebody"), place=menu.ASKING),
    Command(answer.COMMAND, answer.show, roles=STAFF),
)
TAPS = (
    Tap(at_work.PREFIX, at_work.tapped, at_work.SHAPES),
    Tap(group.PREFIX, group.tapped, group.SHAPES, guarded=True, roles=LEADERS),
    # staff type from a leader's paper
    Tap(report.KIND, report.tapped, report.SHAPES, guarded=True, roles=LEADERS | STAFF),
    Tap(parts.PREFIX, parts.tapped, parts.SHAPES, guarded=True, roles=LEADERS),
    Tap(hand_over.PREFIX, hand_over.tapped, hand_over.SHAPES, guarded=True, roles=LEADERS),
    Tap(keys.PREFIX, keys.tapped, keys.SHAPES, roles=PRODUCERS),
    Tap(which_group.PREFIX, which_group.tapped, which_group.SHAPES, roles=PRODUCERS),
    Tap(sheets.PREFIX, sheets.tapped, sheets.SHAPES, roles=STAFF),
    Tap(of_area.PREFIX, of_area.tapped, of_area.SHAPES, roles=SET_UP),
    Tap(lot.PREFIX, lot.tapped, lot.SHAPES, roles=STAFF),
    Tap(advisor.PREFIX, advisor.tapped, advisor.SHAPES, roles=STAFF),
    Tap(area_keys.PREFIX, area_keys.tapped, area_keys.SHAPES, roles=STAFF),
    Tap(area_parts.PREFIX, area_parts.tapped, area_parts.SHAPES, roles=STAFF),
    Tap(new_group_questions.PREFIX, new_group.tapped, new_group_questions.SHAPES, roles=SET_UP),
    Tap(paper.PREFIX, paper.tapped, paper.SHAPES, guarded=True, roles=LEADERS),
    Tap(four_facts.PREFIX, four_facts.tapped, four_facts.SHAPES, guarded=True, roles=LEADERS),
    Tap(adding.PREFIX, adding.tapped, adding.SHAPES, guarded=True, roles=LEADERS),
    Tap(find.PREFIX, find.tapped, find.SHAPES, guarded=True, roles=LEADERS),
    Tap(answering_for.PREFIX, answering_for.tapped, answering_for.SHAPES, guarded=True, roles=LEADERS),
    Tap(book_words.PREFIX, pages.tapped, pages.SHAPES, guarded=True, roles=LEADERS),
    Tap(own_calendar.PREFIX, own_calendar.tapped, own_calendar.SHAPES, guarded=True, roles=LEADERS),
    Tap(member.PREFIX, member.tapped, member.SHAPES, guarded=True, roles=LEADERS),
    Tap(changes.PREFIX, changes.tapped, changes.SHAPES, guarded=True, roles=LEADERS),
    Tap(own_phone.PREFIX, own_phone.tapped, own_phone.SHAPES),
    Tap(phone_asked.PREFIX, phone_asked.tapped, phone_asked.SHAPES, guarded=True, roles=LEADERS),
    Tap(last_word.PREFIX, last_word.tapped, last_word.SHAPES, guarded=True, roles=PRODUCERS),
    Tap(absence.PREFIX, absence.tapped, absence.SHAPES, guarded=True, roles=PRODUCERS),
    Tap(own_total.PREFIX, own_total.tapped, own_total.SHAPES, guarded=True, roles=PRODUCERS),
    Tap(in_group.PREFIX, in_group.tapped, in_group.SHAPES, roles=PRODUCERS),
    Tap(to_work.PREFIX, work_list.tapped, work_list.SHAPES, roles=STAFF),
    Tap(follow_ups.PREFIX, follow_ups.tapped, follow_ups.SHAPES, roles=STAFF),
    Tap(figures.PREFIX, figures.tapped, figures.SHAPES, guarded=True, roles=STAFF),
    Tap(asked.PREFIX, asked.tapped, asked.SHAPES, guarded=True),
    Tap(pace.PREFIX, pace.tapped, pace.SHAPES, roles=STAFF),
    Tap(duplicates.PREFIX, duplicates.tapped, duplicates.SHAPES, roles=STAFF),
    Tap(unconfirmed.PREFIX, unconfirmed.tapped, unconfirmed.SHAPES, roles=STAFF),
    Tap(deeds.PREFIX, deeds.tapped, deeds.SHAPES, roles=STAFF),
    Tap(question_asked.PREFIX, composing.asked, question_asked.SHAPES, roles=STAFF),
    Tap(audience_screens.PREFIX, composing.audience_tapped, audience_screens.SHAPES, roles=STAFF),
    Tap(ask.PREFIX, ask.tapped, ask.SHAPES),
    Tap(answer.PREFIX, answer.tapped, answer.SHAPES, roles=STAFF),
    Tap(lost.PREFIX, lost.tapped, lost.SHAPES, roles=STAFF),
    Tap(recording.PREFIX, recording.tapped, recording.SHAPES, roles=STAFF),
    Tap(form_upload.PREFIX, form_upload.tapped, form_upload.SHAPES, roles=STAFF),
)
OPEN = (
    Open(recording.KIND, recording.said, roles=STAFF, again=recording_walk.repeat),
    Open(deeds.KIND, composing.said, roles=STAFF, hears_all=True),
    Open(question_asked.KIND, composing.asked_in_words, roles=STAFF, hears_all=True),
    Open(at_work.KIND, at_work.said, hears_all=True),
    Open(answer.KIND, answer.said, roles=STAFF, left=answer.left, hears_all=True),
    Open(report.KIND, report.said, roles=LEADERS | STAFF),
    Open(new_group_questions.KIND, new_group.said, roles=SET_UP),
    Open(follow_ups.KIND, follow_ups.said, roles=STAFF, left=follow_ups.left, hears_all=True),
    Open(figures.COMMAND, figures.said, roles=STAFF, hears_all=True),
    Open(pace.KIND, pace.said, roles=STAFF, left=pace.left, hears_all=True),
    Open(adding.KIND, adding.said, roles=LEADERS),
    Open(own_phone.KIND, own_phone.said, hears_all=True),
    Open(in_group.KIND, in_group.said, roles=PRODUCERS, hears_all=True),
)
