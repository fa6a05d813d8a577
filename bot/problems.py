"""Problems that an operator is told in one sentence, by what the command line makes of them: its exit code."""


class AskedWrongly(Exception):
    """What was asked for makes no sense as it is; the message is one sentence for the operator, with what to do."""


class NotPossible(Exception):
    """It cannot be done as things are; the message is one sentence for the operator, with what to do."""
