"""The ledger: entries that are never changed, and what follows from them.

**An entry** is one thing that happened: a day, a direction, an amount above zero in minor units, and perhaps an item,
how many of it, and with whom. The direction says what it does, so that no amount has a sign: sold and bought
move the box (`IN`, `OUT`), so do being paid back, paying back and taking home; goods on credit move no money
(`CREDIT`, `OWED`); a loan, a grant and her own money move the box and are no sales. `bot.domain.book.kinds` is that
table. `place` says whether the money lies in the box, in the bank or in a wallet.

**Nothing is overwritten.** A correction is an entry that names the one it supersedes; an undo is one that takes
another back and adds nothing; a count of the box is an entry of the difference. Each has an id that is greater than
all that were made before.

**What stands** (`ledger.in_force`): an entry is out of force while one that supersedes it is in force. So an undo of
an undo brings the entry back. **Rivals** are two corrections of the same entry, made on two phones or out of order:
the one with the greater id holds, and the others stay in the book.

    1  IN  600  soap                        out of force: 2 holds
    2  IN  650  soap    supersedes 1        stands
    3  UNDO             supersedes 2        taken back: then 2 is out of force, and so nothing of 1 or 2 stands
    4  UNDO             supersedes 3        and brought back: 2 stands again

Whatever is read of a book (`ledger.balance`, `months`, `debts`, a check-in's answers) is worked out from what stands,
so the order in which entries arrive does not matter; the store keeps a mark of it for speed, and a property test holds
the two together.

**Debts** have no rows: what somebody owes is the sum of what was sold to her on credit less what she paid back, the
oldest paid first (`debts`). A book is kept in one currency; entries of another are in no sum.
"""
