"""Reading a leader's one message for her whole group: text, roster and what is asked in, a table out.

**The way of a message** (`read.read_report`), each step in a file of its own:

1. `atoms`: every line is cut into names of the roster, figures, words and signs. The words are those of the languages'
   folders (`vocabulary`); names come before words, since many names are words as well (`names`).
2. `hearing` goes through the lines, `entries` makes entries (`entry`) of their atoms: who, and what stands beside her.
   A figure belongs to the name that it stands beside, never to another; what is said once for several is shared out.
3. `figures`: what stands beside a name becomes figures in the order that the form names, or absent, or nothing sold.
4. `mentions`: whom an entry may be about; `read`: entries become rows, one a member. What is doubtful says why and
   comes first; what belongs to nobody is kept as words that were not understood.

`write` turns a table into lines that are read as the same table; `changing` says what becomes of one by a tap or one
more message, `meanwhile` when a message is changed or somebody leaves; `packing` makes small JSON of it and back.
"""

from bot.domain.groups.report.read import read_report
from bot.domain.groups.report.roster import Column, Kind, Member, Sheet
from bot.domain.groups.report.table import Head, Row, Said, State, Table
from bot.domain.groups.report.write import written

__all__ = ["Column", "Head", "Kind", "Member", "Row", "Said", "Sheet", "State", "Table", "read_report", "written"]
