"""Chichewa: plurals have a prefix; verbs change their last letter where it was not done."""


def singulars(word: str) -> tuple[str, ...]:
    """masopo: sopo"""
    return (word.removeprefix("ma"),)


def not_done(stem: str) -> tuple[str, ...]:
    """sindina|gula, sindina|gule"""
    return stem, stem[:-1] + "e"
