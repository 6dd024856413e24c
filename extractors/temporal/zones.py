"""Time zones of clock times: an offset written out, or a region of the tz database, whose offset depends on the day."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extractors.temporal.granules import Granule
from timeline import calendar

FARTHEST = 14 * 60
"""Minutes: no zone lies farther from UTC."""


def write(minutes: int) -> str:
    """Minutes east of UTC as ISO 8601 writes them: `-05:00`."""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


@lru_cache(maxsize=1024)
def offset(zone: str, granule: Granule | None) -> str | None:
    """How far east of UTC clocks stood in a zone, which is a region (`America/New_York`) or an offset already.

    None for what is no clock time of a known day, and where the region's own time was not one of whole minutes, as before
    railways.
    """
    if not zone or granule is None or len(granule.part) < len("T20:00"):
        return None
    if zone[0] in "+-":
        return zone
    year, month, day = calendar.civil(granule.index)
    if not dt.MINYEAR < year < dt.MAXYEAR:
        return None
    try:
        region = ZoneInfo(zone)
    except ZoneInfoNotFoundError:
        return None
    hour, minute = int(granule.part[1:3]) % 24, int(granule.part[4:6])
    east = dt.datetime(year, month, day, hour, minute, tzinfo=region).utcoffset() or dt.timedelta()
    minutes, rest = divmod(int(east.total_seconds()), 60)
    return write(minutes) if rest == 0 else None
