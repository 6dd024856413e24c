"""Operators for times of day: clock times and the parts of a day."""

from __future__ import annotations

from dataclasses import replace

from extractors.temporal import cycles, granules, zones
from extractors.temporal.absolute import fields
from extractors.temporal.counting import today
from extractors.temporal.granules import Granule
from extractors.temporal.placing import located
from extractors.temporal.scene import Scene, Time, Unfit
from timeline.timex import TimexType

RECENT = 14
"""Days that a report's clock times look back."""
REACH = 600
"""Characters back in which the report tells their day."""


def part(_: Scene, time: Time, name: str) -> Time:
    """A part of a day: MO, AF, EV, NI …"""
    return with_part(time, f"T{name}")


def at(_: Scene, time: Time, clock: Time) -> Time:
    """A day at the clock time that another expression tells."""
    told = clock.granule.part if clock.granule is not None else clock.value.partition("T")[2]
    return replace(with_part(time, told if told.startswith("T") else f"T{told}"), zone=clock.zone)


def clock(scene: Scene, time: dict[str, str] | str | int, half: str = "") -> Time:
    """A clock time of the day the text speaks of. `half` is `am`, `pm` or a part of the day that tells which."""
    parts = time if isinstance(time, dict) else {"hour": str(time)}
    if not parts["hour"].isdecimal():
        raise Unfit
    half = half or parts.get("half", "").lower()
    hour, minute, second = int(parts["hour"]), parts.get("minute"), parts.get("second")
    if half in ("pm", "AF", "EV", "NI") and hour < 12 and not (half == "NI" and hour < 5):
        hour += 12
    elif half in ("am", "MO", "NI") and hour == 12:
        hour = 0
    if hour > 24 or int(minute or 0) > 59:
        raise Unfit
    told = f"T{hour:02d}" + (f":{minute}" if minute else ":00") + (f":{second}" if second else "")
    return replace(with_part(_day_spoken_of(scene), told), cycle=cycles.DAILY)


def clock_before(scene: Scene, time: dict[str, str] | str | int, other: dict[str, str] | str | int, half: str) -> Time:
    """The first of two clock times of which only the second has its `half`: 9 to 11 a.m., 11 to 2 p.m."""
    last = clock(scene, other, half)
    same = clock(scene, time, half)
    return same if same.value < last.value else clock(scene, time, "am" if half == "pm" else "pm")


def hour_minute(_: Scene, hour: int, minute: int) -> dict[str, str]:
    """A clock time whose figures stand apart: 10 : 30, ten past five."""
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        raise Unfit
    return {"hour": f"{hour}", "minute": f"{minute:02d}"}


def clock_on(scene: Scene, parts: dict[str, str]) -> Time:
    """A date and time in ISO 8601."""
    seconds = f":{parts['second']}" if parts["second"] else ""
    zone = parts["zone"] or ""
    time = with_part(fields(scene, parts), f"T{parts['hour']}:{parts['minute']}{seconds}{zone}")
    return replace(time, zone="+00:00" if zone.upper() == "Z" else f"{zone[:3]}:{zone[-2:]}" if zone else "")


def zoned(_: Scene, time: Time, zone: dict[str, str] | str | int | None, sign: int = 1) -> Time:
    """A clock time in a zone: a name of the tz database, an offset, or the hours that it lies east (or west) of UTC."""
    if zone is None or isinstance(zone, str):
        return replace(time, zone=zone or "")
    parts = zone if isinstance(zone, dict) else {"hour": str(zone), "minute": "0"}
    minutes = sign * (int(parts["hour"]) * 60 + int(parts["minute"] or 0))
    if abs(minutes) > zones.FARTHEST:
        raise Unfit
    return replace(time, zone=zones.write(minutes))


def _day_spoken_of(scene: Scene) -> Time:
    """The day told before in the sentence, or just before in a report of the last days; else the document's own."""
    found = scene.before()
    if found is None or not _is_one_day(found.granule):
        return today(scene)
    start, day = found.start, replace(found.granule, part="")
    if scene.domain == "narrative" or scene.same_sentence(start, scene.start):
        return located(day, start, "a clock time of the day just told")
    if scene.start - start <= REACH and _is_recent(scene, day) and scene.direction() == "past":
        return located(day, start, "a clock time of the day that the report has got to; the verb is past", doubt=0.1)
    return today(scene)


def _is_recent(scene: Scene, day: Granule) -> bool:
    return scene.dct is not None and 0 <= scene.dct.index - day.index <= RECENT


def with_part(time: Time, told: str) -> Time:
    if time.granule is None and not time.value.startswith("X"):
        raise Unfit
    if time.granule is None:
        return replace(time, type=TimexType.TIME, value=f"{time.value}{told}")
    if not _is_one_day(time.granule):
        raise Unfit
    granule = replace(time.granule, part=told)
    return replace(time, type=TimexType.TIME, value=granules.write(granule), granule=granule)


def _is_one_day(granule: Granule) -> bool:
    return granule.unit == "D" and granule.length == 1
