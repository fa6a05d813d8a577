"""Reading a line of the cash book as people type it.

**A reading** (`line.Reading`) is what comes of one line: a `Line` that is written down and echoed; an `Ask`, with the
lines that it may be, which becomes a question with buttons; or `Unread` with the reason. A figure that is not sure is
asked. One text may hold several lines (`read.read_lines`), and a line several entries (`several`).

**The way of a line** (`read.read_line`), each step in a file of its own:

1. `secret`: a code or a PIN goes no further.
2. `days`: the day is taken out of the words, wherever it stands; `due`: so is that of a loan's next payment.
3. `cutting`: what is left becomes **parts** (`line_part`): a verb, a number, a unit, a mark, a word. The vocabulary
   of a language (`vocabulary`, words in its folder, nouns in `nouns`) says which is which; a misspelt word is the one
   that it is near (`misspelt`).
4. Over the parts go **passes**. Each knows one thing about lines and writes it on the parts that it concerns: units
   and halves (`numbers.measures`), signs, and what a number is for (`numbers.number_roles`). A pass never reads words
   again.
5. `names`: the words that are left over are the item, or the person (`customers`); her own items and people come
   first (`her_items`). A word that is strange is not sure.
6. `numbers.amounts`: the numbers find their places: how many, at what price, for how much in all. Where two places
   fit, both are kept.
7. `beside`: which kind a line of money is that is neither a sale nor a cost; what it says of that is in `said_beside`.
8. `directions`: who did what to whom. More than one answer where the words allow more.
9. What is still open is multiplied out: every direction with every day, name and number that fits. One line that is
   sure is a `Line`; several, or one that is not sure, are an `Ask` about the first thing that they differ in.

**Is it a line at all?** `is_entry` says whether a text means to be one, where somebody writes beside a form. `edited`
says which line of a changed message is which entry now. `waiting` keeps lines while a question about them waits.

How well it reads is measured on written lines that it had not seen: tests/domain/book/reading/cases/README.md.
"""
