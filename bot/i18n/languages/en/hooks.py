"""English: its plurals."""


def plurals(word: str) -> tuple[str, ...]:
    """Berries, boxes, soaps."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return (word[:-1] + "ies",)
    return (word + ("es" if word.endswith(("s", "x", "ch", "sh", "o")) else "s"),)


def singulars(word: str) -> tuple[str, ...]:
    return word.removesuffix("s"), word.removesuffix("es")
