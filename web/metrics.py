"""A bot's figures in Prometheus' words: totals and ages, with no number of a person, a chat or a bot.

Loaded when a monitor asks for the first time: who has none pays nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from bot.vitals import Vitals

Ages = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """What is asked beside the counts of the process: by lane how long the oldest message waits, in seconds."""

    vitals: Vitals
    waits: Ages
    # as they stand in the database
    dead_updates: int
    erasures_under_way: int
    # None: Telegram has not told the time
    clock_ahead: float | None
    disk_free: int
    # what `/readyz` looks at → whether it is well
    well: Mapping[str, bool]


def text(figures: Figures) -> tuple[bytes, str]:
    """The figures as they are now, and the kind of this text."""
    registry = CollectorRegistry()
    registry.register(_Now(figures))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    return generate_latest(registry), CONTENT_TYPE_LATEST


class _Now(Collector):
    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        yield from _counts(self._figures.vitals)
        yield from _gauges(self._figures)


def _counts(vitals: Vitals) -> Iterable[Metric]:
    updates = CounterMetricFamily("ovop_updates", "Updates by what became of them.", labels=["outcome"])
    updates.add_metric(["taken"], vitals.updates)
    updates.add_metric(["dead"], vitals.dead)
    yield updates
    sends = CounterMetricFamily(
        "ovop_sends", "Messages that were tried; waiting: to be tried again.", labels=["kind", "outcome"]
    )
    for (lane, outcome), count in vitals.sends.items():
        sends.add_metric([lane.lower(), outcome], count)
    yield sends
    failures = CounterMetricFamily("ovop_failures", "Parts of the bot that failed and began again.")
    failures.add_metric([], sum(vitals.failures.values()))
    yield failures
    erasures = CounterMetricFamily("ovop_erasures", "People who were erased, files and all.")
    erasures.add_metric([], vitals.erased)
    yield erasures


def _gauges(figures: Figures) -> Iterable[Metric]:
    vitals = figures.vitals
    waits = GaugeMetricFamily("ovop_queue_oldest_seconds", "How long the oldest message waits.", labels=["kind"])
    for lane, seconds in figures.waits.items():
        waits.add_metric([lane.lower()], seconds)
    yield waits
    well = GaugeMetricFamily("ovop_ready", "What /readyz looks at; 1: it is well.", labels=["check"])
    for topic, ok in figures.well.items():
        well.add_metric([topic], ok)
    yield well
    yield _gauge("ovop_dead_updates", "Updates set aside that somebody is to look at.", figures.dead_updates)
    yield _gauge("ovop_erasures_under_way", "Erasures that are not done yet.", figures.erasures_under_way)
    yield _gauge("ovop_tick_lag_seconds", "Since the last tick was done.", vitals.since(vitals.ticked_at))
    yield _gauge("ovop_telegram_silence_seconds", "Since Telegram last answered.", vitals.since(vitals.heard_at))
    yield _gauge("ovop_disk_free_bytes", "Room in the data folder.", figures.disk_free)
    if figures.clock_ahead is not None:
        yield _gauge("ovop_clock_ahead_seconds", "The machine's clock before Telegram's.", figures.clock_ahead)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)
