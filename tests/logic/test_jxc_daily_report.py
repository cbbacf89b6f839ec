"""V2, G1: when a daily report goes out, and its picture."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jxc_daily_report.logic import chart, schedule
from PIL import Image

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    "zone,hour,expected",
    [
        (SHANGHAI, 8.0, datetime(2026, 11, 27, 0, 0)),
        (SHANGHAI, 7.5, datetime(2026, 11, 26, 23, 30)),
        (SHANGHAI, 0.0, datetime(2026, 11, 26, 16, 0)),
        (BERLIN, 8.0, datetime(2026, 11, 27, 7, 0)),
        (SHANGHAI, 24.0, datetime(2026, 11, 27, 15, 59)),
    ],
)
def test_the_companys_clock(zone, hour, expected):
    assert schedule.moment(DAY, hour, zone) == expected


def test_the_companys_day():
    late = datetime(2026, 11, 27, 16, 1)
    assert schedule.local_day(late, SHANGHAI) == date(2026, 11, 28)
    assert schedule.local_day(late, BERLIN) == DAY


def test_an_hour_that_the_clocks_leave_out():
    assert schedule.moment(date(2027, 3, 28), 2.5, BERLIN).hour in (0, 1)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1))


@given(moments, st.floats(0, 23.99), st.sampled_from([SHANGHAI, BERLIN]))
def test_once_a_day(now, hour, zone):
    """The next one is after now, within a day, and the one after it the day after."""
    first = schedule.following(now, hour, zone)
    assert now < first <= now + timedelta(hours=26)
    second = schedule.following(first, hour, zone)
    days = schedule.local_day(second, zone) - schedule.local_day(first, zone)
    assert days == timedelta(days=1)


def test_a_day_is_all_of_it():
    assert schedule.span(DAY, DAY, SHANGHAI) == (
        datetime(2026, 11, 26, 16),
        datetime(2026, 11, 27, 16),
    )


@pytest.mark.parametrize(
    "value,text",
    [(0, "0"), (560, "560"), (1200, "1.2k"), (34_000, "34k"), (2_500_000, "2.5M")],
)
def test_short_figures(value, text):
    assert chart.short(value) == text


@settings(max_examples=15)
@given(st.lists(st.floats(-1e12, 1e12), max_size=40))
def test_any_figures_make_a_picture(values):
    points = list(zip(chart.days(DAY, len(values)), values, strict=True))
    image = Image.open(BytesIO(chart.columns(points)))
    assert (image.format, image.size) == ("PNG", chart.SIZE)


def test_the_days_of_a_picture():
    assert chart.days(DAY, 3) == [date(2026, 11, 25), date(2026, 11, 26), DAY]


def test_higher_figures_are_higher_columns():
    def painted(values):
        points = list(zip(chart.days(DAY, 2), values, strict=True))
        image = Image.open(BytesIO(chart.columns(points))).convert("RGB")
        wanted = tuple(bytes.fromhex(chart.LAST[1:]))
        return sum(n for n, colour in image.getcolors(1 << 20) if colour == wanted)

    assert painted([100, 0]) < painted([100, 9])
    assert painted([100, 20]) < painted([100, 90])
