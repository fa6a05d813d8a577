"""When an announcement may leave: never in quiet hours nor on blackout dates, and so how long it takes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.programme import NudgeLadder, Programme

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LeavingHours:
    """The hours of a programme, where its people live; `blackout`: days, the first and the last of each time, on which
    nothing is announced. `always`: an emergency knows neither.
    """

    zone: ZoneInfo
    ladder: NudgeLadder
    blackout: tuple[tuple[date, date], ...] = ()
    always: bool = False

    @classmethod
    def of(cls, programme: Programme, *, emergency: bool = False) -> "LeavingHours":
        """Those of a programme."""
        return cls(ZoneInfo(programme.timezone), programme.nudges, programme.announcements.blackout, always=emergency)

    def opens(self, moment: datetime) -> datetime:
        """The moment itself, where something may leave then; else when next it may."""
        if self.always:
            return moment
        while (later := awake_from(self._after_blackout(moment), self.zone, self.ladder)) != moment:
            moment = later
        return moment

    def closes(self, moment: datetime) -> datetime | None:
        """When what may leave now may no longer; None: always."""
        if self.always:
            return None
        day = moment.astimezone(self.zone).date()
        if self.ladder.latest < 24:
            return self._at(day, self.ladder.latest)
        return self._at(day + ONE_DAY, 0)

    def done_by(self, people: int, rate: float, moment: datetime) -> datetime:
        """When so many have theirs, at so many a second from a moment on; a rate of 0 is no limit."""
        left = timedelta(seconds=people / rate) if rate else timedelta()
        moment = self.opens(moment)
        while (closing := self.closes(moment)) is not None and moment + left > closing:
            left -= closing - moment
            moment = self.opens(closing)
        return moment + left

    def _after_blackout(self, moment: datetime) -> datetime:
        """The moment itself, or when the day after the blackout begins in which it lies."""
        day = moment.astimezone(self.zone).date()
        last = max((last for first, last in self.blackout if first <= day <= last), default=None)
        return moment if last is None else self._at(last + ONE_DAY, 0)

    def _at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), tzinfo=self.zone).astimezone(UTC)
