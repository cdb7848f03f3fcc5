"""When the next check is due: the timer is dumb, the program knows."""

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optout.runs.shelf import Record
from optout.schedule.due import Look, looks, next_due

MONDAY = datetime(2026, 1, 5, 9, 10, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
BERLIN, TOKYO = "CET-1CEST,M3.5.0,M10.5.0/3", "JST-9"


@pytest.fixture(autouse=True)
def local(monkeypatch):
    """Sets this machine's time zone; UTC to begin with."""

    def be(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    be("UTC0")
    yield be
    monkeypatch.undo()
    time.tzset()


def look(at=MONDAY, **how):
    """A look that went well and changed nothing, unless told otherwise."""
    return replace(Look(at.isoformat(), at, whole=True, failed=False, changed=False), **how)


def due(*known, every="week", at="09:00", now=MONDAY + HOUR):
    """When the next check is due."""
    return next_due(known, every, at, now, seed="one")


def about(when, wanted, most=timedelta(minutes=30)):
    """Whether a time is the wanted one or a little later."""
    return wanted <= when <= wanted + most


def test_what_was_never_looked_at_is_due_now():
    """Without any look the check is due at once; one that saw a part only does not count."""
    assert due() == MONDAY + HOUR
    assert due(look(whole=False)) == MONDAY + HOUR


@pytest.mark.parametrize(("every", "days"), [("day", 1), ("week", 7), ("month", 30)])
def test_a_look_that_changed_nothing_is_followed_after_the_interval(every, days):
    """The next check is so many days later, from the time of day on, whenever the last one really was."""
    day = MONDAY.replace(hour=0, minute=0) + days * DAY
    for hour in (0, 9, 20):
        assert about(due(look(MONDAY.replace(hour=hour)), every=every, now=MONDAY + 12 * HOUR), day + 9 * HOUR)


def test_a_change_is_followed_after_an_hour_a_day_and_a_week():
    """After a change come three checks of their own, and then the interval."""
    known = [look(changed=True)]
    for after in (HOUR, DAY, WEEK):
        when = due(*known, every="month", now=known[-1].at)
        assert about(when, MONDAY + after, after / 10)
        known.append(look(when))
    assert due(*known, every="month", now=known[-1].at) > MONDAY + WEEK + 29 * DAY


def test_a_change_of_one_setting_is_followed_too():
    """A run over one setting counts as a change, though not as a look at everything."""
    assert about(due(look(MONDAY - DAY), look(changed=True, whole=False)), MONDAY + HOUR)


def test_after_a_long_sleep_one_check_is_enough():
    """What became due while the machine slept is one check, and it counts for all of it."""
    changed = look(changed=True)
    woke = MONDAY + 20 * DAY
    assert due(changed, now=woke) < woke
    assert about(due(changed, look(woke), now=woke), woke.replace(hour=9, minute=0) + WEEK)


def test_what_fails_is_tried_again_less_and_less_often():
    """One hour, two, four, ..., and never more seldom than the interval; a good look ends it."""
    known = [look(MONDAY - DAY)]
    waits = []
    for number in range(1, 13):
        known.append(look(MONDAY + number * WEEK, failed=True))
        waits.append((due(*known, now=known[-1].at) - known[-1].at) / HOUR)
    assert [int(wait / 1.1 + 0.99) for wait in waits[:4]] == [1, 2, 4, 8]
    assert all(7 * 24 <= wait <= 7 * 24 + 0.5 for wait in waits[8:])
    good = look(MONDAY + 13 * WEEK)
    assert about(due(*known, good, now=good.at), MONDAY.replace(minute=0) + 14 * WEEK)


def test_the_same_question_has_the_same_answer_and_others_another():
    """The spread over some minutes hangs on the installation and the run, never on when it is asked."""
    answers = {next_due([look()], "week", "09:00", MONDAY + n * HOUR, seed="one") for n in range(9)}
    others = {next_due([look()], "week", "09:00", MONDAY + HOUR, seed=str(n)) for n in range(9)}
    assert len(answers) == 1
    assert len(others) == 9


def test_a_clock_that_was_wrong_for_a_while_keeps_nothing_from_being_due():
    """A run from next year says nothing; one from some hours ahead still counts, so that none is done twice."""
    assert due(look(MONDAY - 8 * DAY), look(MONDAY + 300 * DAY)) < MONDAY
    assert due(look(MONDAY + 3 * HOUR)) > MONDAY + 6 * DAY


def test_records_say_what_was_looked_at():
    """A run counts as a whole look if its targets name the service or nothing; a cut one, and a door, are failures."""
    account = ("linkedin", "default")

    def record(*targets, words=("already-off",), ended=True, clicked=()):
        return Record("x", MONDAY, ended, targets, {account: frozenset(words)}, frozenset(clicked))

    assert [one.whole for one in looks(map(record, ["linkedin", "linkedin/ads-*", "linkedin/*"]), account)] == [
        True, False, True,
    ]  # fmt: skip
    assert looks([record()], ("google", "default")) == []
    broken = Record("x", MONDAY, ended=False)  # not even the browser started
    assert [(one.whole, one.failed) for one in looks([broken], account)] == [(True, True)]
    failures = [record(ended=False), record(words=["already-off", "signed-out"])]
    assert [one.failed for one in looks(failures, account)] == [True, True]
    (one,) = looks([record(words=["came-back", "not-recognised"], clicked=[account])], account)
    assert (one.whole, one.failed, one.changed) == (True, False, True)


@given(
    st.lists(st.tuples(st.floats(-40, 2), st.booleans(), st.booleans(), st.booleans()), max_size=12),
    st.sampled_from(["day", "week", "month"]),
)
@settings(deadline=None, database=None)
def test_nothing_waits_longer_than_the_interval_and_a_day(days, every):
    """Whatever happened before, a check that nothing followed is due again in time, and never again at once."""
    known = [look(MONDAY + day * DAY, whole=w, failed=f, changed=c) for day, w, f, c in days]
    when = next_due(known, every, "09:00", MONDAY)
    longest = {"day": 1, "week": 7, "month": 30}[every]
    assert when <= MONDAY + (longest + 3) * DAY
    if whole := [one.at for one in known if one.whole and one.at <= MONDAY]:
        assert when > max(whole)


class Year:
    """A laptop over a year: its timer fires every hour while it is awake, and each due check is done."""

    def __init__(self, every):
        self.every, self.now, self.known, self.checks = every, MONDAY, [look(changed=True)], []

    def tick(self, offset=timedelta()):
        """The timer fires; the clock may be wrong by an offset."""
        shown = self.now + offset
        if next_due(self.known, self.every, "09:00", shown, seed="one") <= shown:
            self.known.append(look(shown))
            self.checks.append(self.now)
        self.now += HOUR

    def gaps(self):
        """The hours between two checks."""
        return [(later - one) / HOUR for one, later in zip(self.checks, self.checks[1:], strict=False)]


@pytest.mark.parametrize(("every", "least", "most"), [("day", 365, 369), ("week", 51, 56), ("month", 12, 16)])
def test_a_year_of_hours_has_a_check_for_each_interval(local, every, least, most):
    """Through both changes of the clock, each interval has its check, none has two, and the first week has three."""
    local(BERLIN)
    year = Year(every)
    for _ in range(365 * 24):
        year.tick()
    assert least <= len(year.checks) <= most
    assert [round((at - MONDAY) / HOUR) for at in year.checks[:1]] == [2]
    days = {"day": 1, "week": 7, "month": 30}[every]
    assert all(days * 24 - 2 <= gap <= days * 24 + 2 for gap in year.gaps()[9:])


def test_a_year_of_sleep_travel_and_wrong_clocks_neither_skips_nor_doubles(local):
    """A laptop that sleeps for days, goes to Tokyo and back, and has its clock wrong twice is checked every week."""
    local(BERLIN)
    chance, year, slept = random.Random(7), Year("week"), 0  # noqa: S311
    hour = 0
    while hour < 365 * 24:
        if chance.random() < 0.02:  # asleep, at times for more than a week
            nap = chance.randint(1, 24 * 10)
            year.now += nap * HOUR
            hour, slept = hour + nap, slept + nap
        if hour // 24 in (100, 160):
            local(TOKYO if hour // 24 == 100 else BERLIN)
        wrong = {200: 5 * HOUR, 250: -5 * HOUR, 300: 300 * DAY}.get(hour // 24, timedelta())
        year.tick(wrong)
        hour += 1
    gaps = year.gaps()
    assert slept > 24 * 60
    assert len([gap for gap in gaps if gap < 24 * 5]) <= 5  # the first week's, and one for the clock of another year
    assert max(gaps) <= 24 * (7 + 10) + 2
    print(f"{len(year.checks)} checks; asleep for {slept / 24:.0f} days; longest gap {max(gaps) / 24:.1f} days")
