"""TIMEX3 values: what they cover, how fine they are, and their EDTF spelling (each row is one test)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import interval, timex
from timeline.granularity import Granularity
from timeline.interval import Interval

# A value; its first and last day, minute or second; its granularity; its EDTF.
PLACED = [
    ("2025-02-18", "2025-02-18", "2025-02-18", "day", "2025-02-18"),
    ("2024-02-29", "2024-02-29", "2024-02-29", "day", "2024-02-29"),
    ("2025-02", "2025-02-01", "2025-02-28", "month", "2025-02"),
    ("2025", "2025-01-01", "2025-12-31", "year", "2025"),
    ("0480", "0480-01-01", "0480-12-31", "year", "0480"),
    # Clocks: EDTF has whole days and whole seconds.
    ("2025-02-18T20:00", "2025-02-18T20:00", "2025-02-18T20:00", "minute", "2025-02-18T20:00:00"),
    ("2025-02-18T00:00", "2025-02-18T00:00", "2025-02-18T00:00", "minute", "2025-02-18T00:00:00"),
    ("2025-02-18T20:00:15", "2025-02-18T20:00:15", "2025-02-18T20:00:15", "second", "2025-02-18T20:00:15"),
    ("2025-02-18T20", "2025-02-18T20:00", "2025-02-18T20:59", "hour", "2025-02-18"),
    ("2025-02-18T24:00", "2025-02-19T00:00", "2025-02-19T00:00", "minute", "2025-02-19T00:00:00"),
    ("2025-02-18T24", "2025-02-19T00:00", "2025-02-19T00:59", "hour", "2025-02-19"),
    ("2025-02-18T20:00Z", "2025-02-18T20:00", "2025-02-18T20:00", "minute", "2025-02-18T20:00:00"),
    ("2025-02-18T20:00-05:00", "2025-02-18T20:00", "2025-02-18T20:00", "minute", "2025-02-18T20:00:00"),
    ("2025-02-18TMO", "2025-02-18T06:00", "2025-02-18T11:59", "daypart", "2025-02-18"),
    ("2025-02-18TEV", "2025-02-18T18:00", "2025-02-18T21:59", "daypart", "2025-02-18"),
    ("2025-02-18TNI", "2025-02-18T20:00", "2025-02-19T05:59", "daypart", "2025-02-18"),
    ("BC0480-03-01T20", "-0479-03-01T20:00", "-0479-03-01T20:59", "hour", "-0479-03-01"),
    # Weeks, 53 among them.
    ("2025-W07", "2025-02-10", "2025-02-16", "week", "2025-02-10/2025-02-16"),
    ("2025-W01", "2024-12-30", "2025-01-05", "week", "2024-12-30/2025-01-05"),
    ("2020-W53", "2020-12-28", "2021-01-03", "week", "2020-12-28/2021-01-03"),
    ("2025-W07-WE", "2025-02-15", "2025-02-16", "weekend", "2025-02-15/2025-02-16"),
    ("2025-W07-3", "2025-02-12", "2025-02-12", "day", "2025-02-12"),
    # Parts of years.
    ("2025-SP", "2025-03-01", "2025-05-31", "season", "2025-21"),
    ("2025-SU", "2025-06-01", "2025-08-31", "season", "2025-22"),
    ("2025-FA", "2025-09-01", "2025-11-30", "season", "2025-23"),
    ("2023-WI", "2023-12-01", "2024-02-29", "season", "2023-24"),
    ("2025-Q1", "2025-01-01", "2025-03-31", "quarter", "2025-33"),
    ("2025-Q4", "2025-10-01", "2025-12-31", "quarter", "2025-36"),
    ("2025-H1", "2025-01-01", "2025-06-30", "half", "2025-40"),
    ("2025-H2", "2025-07-01", "2025-12-31", "half", "2025-41"),
    # Decades, centuries, millennia.
    ("199", "1990-01-01", "1999-12-31", "decade", "199X"),
    ("19", "1900-01-01", "1999-12-31", "century", "19XX"),
    ("2", "2000-01-01", "2999-12-31", "millennium", "2XXX"),
    # Before the common era.
    ("BC0480", "-0479-01-01", "-0479-12-31", "year", "-0479"),
    ("BC0001", "0000-01-01", "0000-12-31", "year", "0000"),
    ("BC0044-03-15", "-0043-03-15", "-0043-03-15", "day", "-0043-03-15"),
    ("-0479", "-0479-01-01", "-0479-12-31", "year", "-0479"),
    ("BC0480-SU", "-0479-06-01", "-0479-08-31", "season", "-0479-22"),
    ("BC048", "-0488-01-01", "-0479-12-31", "decade", "-0488/-0479"),
    ("BC04", "-0498-01-01", "-0399-12-31", "century", "-0498/-0399"),
    ("BC00", "-0098-01-01", "0000-12-31", "century", "-0098/0000"),
    ("BC0", "-0998-01-01", "0000-12-31", "millennium", "-0998/0000"),
    ("-048", "-0489-01-01", "-0480-12-31", "decade", "-0489/-0480"),
    # Ranges: two ends and one interval.
    ("2025-02-14/2025-02-16", "2025-02-14", "2025-02-16", "range", "2025-02-14/2025-02-16"),
    ("2024-01/2024-03", "2024-01-01", "2024-03-31", "range", "2024-01/2024-03"),
    ("2009/2010", "2009-01-01", "2010-12-31", "range", "2009/2010"),
    ("2025-W07/2025-W08", "2025-02-10", "2025-02-23", "range", "2025-02-10/2025-02-23"),
    ("199/200", "1990-01-01", "2009-12-31", "range", "199X/200X"),
    ("2025-02-18T20:00/2025-02-18T22:00", "2025-02-18T20:00", "2025-02-18T22:00", "range", "2025-02-18"),
    ("2025-02-18T20:00/2025-02-19T02", "2025-02-18T20:00", "2025-02-19T02:59", "range", "2025-02-18/2025-02-19"),
    ("BC0490/BC0479", "-0489-01-01", "-0478-12-31", "range", "-0489/-0478"),
    ("2024-02/", "2024-02-01", None, "range", "2024-02/.."),
    ("/2025-02-18", None, "2025-02-18", "range", "../2025-02-18"),
    ("2025-02-18/2025-02-18", "2025-02-18", "2025-02-18", "range", "2025-02-18"),
]  # fmt: skip

UNPLACED = [
    "PRESENT_REF", "PAST_REF", "FUTURE_REF", "P3D", "PT5M", "P1Y2M", "PXD", "P1W", "XXXX-WXX-3", "XXXX-02-18", "XXXX-12",
    "2025-XX", "2025-WXX", "2025-XX-18", "TNI", "T20:00", "XXXX-SU", "201X", "20XX",
    # Not in the calendar.
    "2025-13", "2025-00", "2025-02-30", "2023-02-29", "2025-02-00", "2025-W53", "2025-W00", "2025-W54", "2025-Q5", "2025-H3",
    "2025-02-18T25:00", "2025-02-18T24:01", "2025-02-18T20:60", "2025-02-18T20:00:60", "2025-02-18TXX", "2025-W07-8", "BC0000",
    # Not values.
    "", "/", "//", "2025/2026/2027", "2025-02-16/2025-02-14", "2025/P3D", "XXXX-02/2025", "2025-2-18", "25-02-18", "20250218",
    "2025-02-18 20:00", " 2025", "2025\n", "２０２５", "12025", "202.", "..", "../2025", "-", "BC",
]  # fmt: skip


@pytest.mark.parametrize(("value", "first", "last", "granularity", "edtf"), PLACED, ids=[row[0] for row in PLACED])
def test_placed(value: str, first: str | None, last: str | None, granularity: str, edtf: str) -> None:
    covered = timex.read(value)
    assert covered is not None
    assert (covered[0].first, covered[0].last, covered[1]) == (first, last, Granularity(granularity))
    assert timex.edtf(value) == edtf


@pytest.mark.parametrize("value", UNPLACED)
def test_unplaced(value: str) -> None:
    assert timex.read(value) is None
    assert timex.edtf(value) is None


@pytest.mark.parametrize(
    ("earliest", "latest", "edtf"),
    [
        (None, None, None),
        (None, "2025-02-18", "../2025-02-18"),
        ("2024-02-01", None, "2024-02-01/.."),
        ("2025-02-18", "2025-02-18", "2025-02-18"),
        ("2025-01-01", "2025-02-18", "2025-01-01/2025-02-18"),
        ("2025-02-18T20:00", "2025-02-18T20:59", "2025-02-18"),
        ("2025-02-18T20:00", "2025-02-18T20:00", "2025-02-18T20:00:00"),
        ("2025-02-18T20:00", "2025-02-19T02:00", "2025-02-18/2025-02-19"),
        (None, "2025-02-18T20:00:15", "../2025-02-18"),
    ],
)
def test_bounds(earliest: str | None, latest: str | None, edtf: str | None) -> None:
    assert timex.edtf_bounds(earliest, latest) == edtf


YEAR = r"-?\d{4}"
DATE = rf"{YEAR}(?:-(?:0[1-9]|1[0-2])-\d\d(?:T\d\d:\d\d:\d\d)?|-(?:0[1-9]|1[0-2])|-(?:2[1-4]|3[3-6]|4[01]))?"
UNSPECIFIED = r"\d{3}X|\d{2}XX|\dXXX"
END = rf"(?:{DATE}|{UNSPECIFIED}|\.\.)"
PLAIN = re.compile(rf"{YEAR}(?:-(?:0\d|1[0-2])(?:-\d\d.*)?)?")
EDTF = re.compile(rf"{END}|{END}/{END}")

DIGITS = st.integers(0, 9998).map("{:04d}".format)
SINGLE = st.one_of(
    st.from_regex(r"(?:BC|-)?[0-9]{1,4}", fullmatch=True),
    st.builds("{}-{:02d}".format, DIGITS, st.integers(0, 13)),
    st.builds("{}-{:02d}-{:02d}".format, DIGITS, st.integers(1, 12), st.integers(0, 32)),
    st.builds("{}-W{:02d}{}".format, DIGITS, st.integers(0, 54), st.sampled_from(["", "-WE", "-1", "-7"])),
    st.builds("{}-{}".format, DIGITS, st.sampled_from(["SP", "SU", "FA", "WI", "Q1", "Q4", "H1", "H2", "XX"])),
    st.builds(
        "{}-02-18T{}".format,
        DIGITS,
        st.sampled_from(["MO", "NI", "EV", "00", "24", "23:59", "24:00", "00:00:00", "09Z"]),
    ),
)
VALUES = st.one_of(SINGLE, st.builds("{}/{}".format, SINGLE | st.just(""), SINGLE | st.just("")))


@given(VALUES)
def test_every_placed_value_has_an_edtf_spelling(value: str) -> None:
    """In EDTF's grammar (ISO 8601-2), and beginning when the time itself does."""
    covered, spelling = timex.read(value), timex.edtf(value)
    assert (covered is None) == (spelling is None)
    if covered is not None and spelling is not None:
        assert EDTF.fullmatch(spelling)
        first = PLAIN.fullmatch(spelling.split("/")[0])
        if first is not None and covered[0].start is not None:
            at = covered[0].start
            assert interval.parse_unit(first[0]).contains(Interval(at, at + 1))


@given(VALUES)
def test_an_interval_is_never_empty(value: str) -> None:
    covered = timex.read(value)
    if covered is not None and covered[0].length is not None:
        assert covered[0].length > 0


@given(st.text(alphabet="0123456789XBCTW-:/PQHSUEZ+. ", max_size=30) | st.text(max_size=30))
def test_any_text_is_read_or_none(value: str) -> None:
    covered = timex.read(value)
    assert covered is None or isinstance(covered[0], Interval)
    assert (timex.edtf(value) is None) == (covered is None)
