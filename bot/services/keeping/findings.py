"""What the doctor, and whoever asks whether all is well, has found."""

from dataclasses import dataclass

SEE_LOG = "See its log (journalctl -u ovop)."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `sentence` says how it is and, when it is not `ok`, what to do."""

    topic: str
    ok: bool
    sentence: str
