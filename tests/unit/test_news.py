"""News: each event is told once when it begins and once when it is over, by what a run has read itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optout.model import Mode, Observation, Outcome, Result, Run, State, Turn, Unlisted, Versions
from optout.notices.events import Event, Kind, Known
from optout.notices.message import message
from optout.notices.news import LONG, Scope, learn

O = Outcome  # noqa: E741  read a hundred times below
SITE = "https://www.linkedin.com"
BEGAN = datetime(2026, 11, 24, 14, tzinfo=UTC)
ON = {O.STILL_ON, O.CAME_BACK, O.NOT_SAVED, O.LOCKED}
LISTED = frozenset({"age", "city"})
HUB = "ads"


def result(setting: str, outcome: Outcome, account: str = "default", site: str = SITE, read: bool = True) -> Result:
    """What became of a setting; a hub that was not read has no observation."""
    state = State.OFF if outcome.is_off else State.ON if outcome in ON else State.UNKNOWN
    url = f"{site}/d/{setting}"
    seen = Observation(state, "", url) if read else None
    return Result("linkedin", account, setting, setting.title(), url, outcome, "A sentence.", seen)


def row(name: str, site: str = SITE) -> Unlisted:
    """A row that the flow does not know."""
    return Unlisted("linkedin", name.title(), f"{site}/d/{name}")


def run(
    *results: Result, rows: Iterable[Unlisted] = (), days: float = 0, interrupted: bool = False, mode: Mode = Mode.CHECK
) -> Run:
    """A run that began some days after the first."""
    started = (BEGAN + timedelta(days=days)).isoformat(timespec="seconds")
    return Run("id", mode, started, Versions("0"), results=results, unlisted=tuple(rows), interrupted=interrupted)


def scope(whole: bool = True) -> dict[str, Scope]:
    """What a run was to look at."""
    return {"linkedin": Scope(LISTED, frozenset({HUB}), whole)}


class Person:
    """Somebody who gets notices, and what they were told so far."""

    def __init__(self) -> None:
        self.known = Known()

    def hears(self, what: Run, *, whole: bool = True, delivered: bool = True) -> list[tuple[str, str]]:
        """What is to be told after a run: (kind, name), with "over" where it is."""
        self.known = learn(self.known, what, scope(whole))
        news = self.known.pending
        if delivered:
            self.known = self.known.told(news)
        return [(f"{one.kind} over" if one.over else str(one.kind), one.name) for one in news]


def test_drift_is_told_once_and_its_end_once() -> None:
    """What came back is told at the first check that finds it, not at the next, and again when it is off."""
    person = Person()
    assert person.hears(run(result("age", O.TURNED_OFF), mode=Mode.RUN)) == []
    assert person.hears(run(result("age", O.CAME_BACK))) == [("drift", "age")]
    assert person.hears(run(result("age", O.CAME_BACK))) == []
    assert person.hears(run(result("age", O.TURNED_OFF), mode=Mode.RUN)) == [("drift over", "age")]
    assert person.hears(run(result("age", O.ALREADY_OFF))) == []
    assert person.hears(run(result("age", O.CAME_BACK))) == [("drift", "age")]


@pytest.mark.parametrize("outcome", sorted(ON))
def test_on_after_off_is_drift_whatever_the_word(outcome: Outcome) -> None:
    """A setting that was read off and reads on is drift, also where it is locked or could not be turned off again."""
    person = Person()
    person.hears(run(result("age", O.ALREADY_OFF)))
    assert person.hears(run(result("age", outcome))) == [("drift", "age")]


@pytest.mark.parametrize("outcome", sorted(ON - {O.CAME_BACK}))
def test_on_that_was_never_off_is_no_drift(outcome: Outcome) -> None:
    """Nobody is alarmed by what was always on: the exit status says it."""
    assert Person().hears(run(result("age", outcome))) == []


@pytest.mark.parametrize("outcome", sorted({*Outcome} - ON - {O.ALREADY_OFF, O.TURNED_OFF, O.PUT_BACK}))
def test_only_reading_it_off_ends_drift(outcome: Outcome) -> None:
    """No outcome but one that reads off says that the drift is over; nor is the drift told again after it."""
    person = Person()
    person.hears(run(result("age", O.CAME_BACK)))
    assert ("drift over", "age") not in person.hears(run(result("age", outcome)))
    assert ("drift", "age") not in person.hears(run(result("age", O.CAME_BACK)))


def test_what_was_put_back_is_on_because_the_person_wants_it() -> None:
    """An undo ends a drift without a word, and what it left on is no drift afterwards."""
    person = Person()
    person.hears(run(result("age", O.CAME_BACK)))
    assert person.hears(run(result("age", O.PUT_BACK))) == []
    assert person.hears(run(result("age", O.STILL_ON))) == []


def test_an_undo_that_could_not_be_read_back_makes_no_drift() -> None:
    """What the person had clicked to be on is not told as "on again", whatever came of the click."""
    person = Person()
    person.hears(run(result("age", O.TURNED_OFF), mode=Mode.RUN))
    click = Turn('switch "Age" off', "control", shown=State.ON)
    person.hears(run(replace(result("age", O.UNREACHABLE), turns=(click,)), mode=Mode.UNDO))
    assert person.hears(run(result("age", O.STILL_ON))) == []


def test_a_fix_is_told_without_any_memory() -> None:
    """A check turns off only what came back: that is news, also where what was known before is lost."""
    click = Turn('switch "Age" on', "control", shown=State.OFF)
    fixed = replace(result("age", O.TURNED_OFF), turns=(click,))
    assert Person().hears(run(fixed)) == [("fixed", "age")]
    assert Person().hears(run(fixed, mode=Mode.RUN)) == []
    assert Person().hears(run(replace(result("age", O.NOT_SAVED), turns=(click,)))) == [("drift", "age")]


def test_a_save_that_was_refused_does_not_end_drift() -> None:
    """A switch that shows off, while the site did not take the save, is neither off nor on."""
    person = Person()
    person.hears(run(result("age", O.CAME_BACK)))
    shown = result("age", O.NOT_SAVED)
    assert shown.before
    refused = Result(*[*(getattr(shown, name) for name in ("service", "account", "setting", "title", "url"))],
                     O.NOT_SAVED, "Refused.", shown.before, Observation(State.OFF, "", shown.url))  # fmt: skip
    assert person.hears(run(refused, mode=Mode.RUN)) == []
    fresh = Person()
    fresh.hears(run(result("age", O.ALREADY_OFF)))
    assert fresh.hears(run(refused, mode=Mode.RUN)) == []


def test_what_was_not_looked_at_stays_as_it_is() -> None:
    """A check of another setting ends nothing and repeats nothing."""
    person = Person()
    person.hears(run(result("age", O.CAME_BACK)))
    assert person.hears(run(result("city", O.ALREADY_OFF)), whole=False) == []
    assert person.hears(run(result("age", O.CAME_BACK))) == []


def test_drift_that_is_fixed_in_the_same_run_is_told_once() -> None:
    """What came back and was turned off at once is one notice, and nothing is open after it."""
    person = Person()
    person.hears(run(result("age", O.ALREADY_OFF)))
    assert person.hears(run(result("age", O.TURNED_OFF))) == [("fixed", "age")]
    assert person.hears(run(result("age", O.ALREADY_OFF))) == []
    assert person.hears(run(result("age", O.CAME_BACK))) == [("drift", "age")]


def test_sign_in_is_one_event_for_an_account() -> None:
    """Twenty settings that could not be read for want of a sign-in are one event; another account has its own."""
    person = Person()
    assert person.hears(run(result("age", O.SIGNED_OUT), result("city", O.CHALLENGED))) == [("sign-in", "")]
    assert person.hears(run(result("age", O.CHALLENGED))) == []
    assert person.hears(run(result("age", O.SIGNED_OUT, "work"))) == [("sign-in", "")]
    assert person.hears(run(result("age", O.UNREACHABLE))) == []
    assert person.hears(run(result("age", O.STILL_ON))) == [("sign-in over", "")]


def test_a_page_is_told_for_each_setting() -> None:
    """A page that the flow does not know is told once, and once when it is known again."""
    person = Person()
    assert person.hears(run(result("age", O.NOT_RECOGNISED))) == [("page", "age")]
    assert person.hears(run(result("age", O.NOT_RECOGNISED), result("city", O.NOT_RECOGNISED))) == [("page", "city")]
    assert person.hears(run(result("age", O.SIGNED_OUT))) == [("sign-in", "")]
    assert person.hears(run(result("age", O.NOT_OFFERED))) == [("page over", "age"), ("sign-in over", "")]


def test_a_hub_that_is_read_again_is_over() -> None:
    """The result that stands for a hub that was not read ends with a whole run that has no such result."""
    person = Person()
    lost = result(HUB, O.NOT_RECOGNISED, read=False)
    assert person.hears(run(lost, result("city", O.ALREADY_OFF))) == [("page", HUB)]
    assert person.hears(run(result("city", O.ALREADY_OFF)), whole=False) == []
    assert person.hears(run(result("city", O.ALREADY_OFF), interrupted=True)) == []
    assert person.hears(run(result("city", O.ALREADY_OFF))) == [("page over", HUB)]


@pytest.mark.parametrize(
    ("days", "heard"),
    [
        ([0, 0.01, 0.02, 0.03], None),  # an evening without a network
        ([7], None),
        ([0, 7, 14], 2),
        ([0, 0.1, 0.2, 1.1], 3),
    ],
    ids=str,
)
def test_no_page_is_news_only_when_it_lasts(days: list[float], heard: int | None) -> None:
    """Unreachable is told after three looks in a row over a day or more, once, and its end once."""
    assert LONG == 3
    person = Person()
    told = [person.hears(run(result("age", O.UNREACHABLE), days=day)) for day in days]
    assert told == [[("away", "age")] if number == heard else [] for number in range(len(days))]
    assert person.hears(run(result("age", O.UNREACHABLE), days=days[-1] + 0.01)) == []
    over = person.hears(run(result("age", O.ALREADY_OFF), days=20))
    assert over == ([("away over", "age")] if heard else [])


def test_one_look_that_found_a_page_begins_the_count_anew() -> None:
    """In a row means in a row; a check that was interrupted does not count, and a sign-in page says nothing."""
    person = Person()
    kinds = [O.UNREACHABLE, O.UNREACHABLE, O.STILL_ON, O.UNREACHABLE, O.UNREACHABLE]
    assert [person.hears(run(result("age", one), days=day)) for day, one in enumerate(kinds)] == [[]] * 5
    assert person.hears(run(result("age", O.UNREACHABLE), days=5, interrupted=True)) == []
    assert person.hears(run(result("age", O.UNREACHABLE), days=6)) == [("away", "age")]


def test_rows_of_the_first_run_are_no_news() -> None:
    """What was there the first time is only remembered; what comes later is told once, and never as over."""
    person = Person()
    assert person.hears(run(result("age", O.ALREADY_OFF), result("tv", O.STILL_ON), rows=[row("fridge")])) == []
    assert person.hears(run(result("age", O.ALREADY_OFF), result("tv", O.STILL_ON), rows=[row("fridge")])) == []
    later = run(result("age", O.ALREADY_OFF), result("car", O.STILL_ON), rows=[row("fridge"), row("oven")])
    assert person.hears(later) == [("new", "car"), ("new", "/d/oven")]
    assert person.hears(later) == []
    assert person.hears(run(result("age", O.ALREADY_OFF))) == []
    assert person.hears(later) == []


def test_an_account_without_unknown_rows_hears_of_the_first_one() -> None:
    """A hub that was read and held nothing unknown is a base to compare with, too."""
    person = Person()
    person.hears(run(result("age", O.ALREADY_OFF)))
    assert person.hears(run(result("age", O.ALREADY_OFF), rows=[row("oven")])) == [("new", "/d/oven")]


@pytest.mark.parametrize(
    ("first", "whole"),
    [
        (run(result("age", O.ALREADY_OFF)), False),
        (run(result("age", O.ALREADY_OFF), interrupted=True), True),
        (run(result("age", O.ALREADY_OFF), result(HUB, O.UNREACHABLE, read=False)), True),
    ],
    ids=["some settings", "interrupted", "hub not read"],
)
def test_a_hub_that_was_not_read_is_no_base(first: Run, whole: bool) -> None:
    """After a run that did not read all rows, the rows of the next one are not called new."""
    person = Person()
    person.hears(first, whole=whole)
    assert person.hears(run(result("age", O.ALREADY_OFF), result("tv", O.STILL_ON), rows=[row("oven")])) == []


def test_a_row_that_the_flow_learns_of_is_not_new() -> None:
    """A row that was unknown and is a setting later, listed or swept, has the same path and is no news."""
    person = Person()
    person.hears(run(result("age", O.ALREADY_OFF), rows=[row("tv")]))
    assert person.hears(run(result("age", O.ALREADY_OFF), result("tv", O.STILL_ON))) == []
    assert person.hears(run(result("age", O.ALREADY_OFF), result("city", O.STILL_ON))) == []  # the flow's own


def test_what_a_stand_in_shows_is_no_news_of_the_real_site() -> None:
    """The same setting at another origin is another setting."""
    person = Person()
    person.hears(run(result("age", O.CAME_BACK)))
    assert person.hears(run(result("age", O.ALREADY_OFF, site="http://127.0.0.1:1"))) == []
    assert person.hears(run(result("age", O.ALREADY_OFF))) == [("drift over", "age")]


def test_what_was_not_delivered_is_told_later() -> None:
    """News waits until a notice of it is delivered; what is over before anybody heard of it is dropped."""
    person = Person()
    assert person.hears(run(result("age", O.CAME_BACK)), delivered=False) == [("drift", "age")]
    assert person.hears(run(result("city", O.ALREADY_OFF)), delivered=False) == [("drift", "age")]
    assert person.hears(run(result("age", O.CAME_BACK))) == [("drift", "age")]
    assert person.hears(run(result("age", O.ALREADY_OFF)), delivered=False) == [("drift over", "age")]
    assert person.hears(run(result("age", O.CAME_BACK))) == []  # they still think so, and are right
    assert person.hears(run(result("city", O.CAME_BACK)), delivered=False) == [("drift", "city")]
    assert person.hears(run(result("city", O.ALREADY_OFF))) == []


# ------------------------------------------------------------------- any sequence

NAMES = ["age", "city", "tv"]
LOOKS = st.tuples(
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(Outcome), max_size=3),
    st.sets(st.sampled_from(["oven", "fridge"])),
    st.booleans(),  # everything was asked for
    st.integers(0, 9).map(lambda one: one == 0),  # interrupted
    st.booleans(),  # the notice was delivered
)


class Truth:
    """What is so, worked out from nothing but the last thing that was read of each."""

    def __init__(self) -> None:
        self.ever_off: set[str] = set()
        self.drift: dict[str, bool] = {}
        self.page: dict[str, bool] = {}
        self.out = False

    def see(self, outcomes: dict[str, Outcome]) -> None:
        """One run's outcomes."""
        for name, one in outcomes.items():
            if one.is_off or one is O.PUT_BACK:
                self.drift[name] = False
            elif one is O.CAME_BACK or (one in ON and name in self.ever_off):
                self.drift[name] = True
            if one is O.NOT_RECOGNISED:
                self.page[name] = True
            elif one.is_off or one in ON or one in (O.NOT_OFFERED, O.PUT_BACK):
                self.page[name] = False
        self.ever_off -= {name for name, one in outcomes.items() if one is O.PUT_BACK}
        self.ever_off |= {name for name, one in outcomes.items() if one.is_off}
        if {O.SIGNED_OUT, O.CHALLENGED} & {*outcomes.values()}:
            self.out = True
        elif any(one.is_off or one in ON or one in (O.NOT_OFFERED, O.PUT_BACK) for one in outcomes.values()):
            self.out = False


@given(st.lists(LOOKS, max_size=12))
@settings(max_examples=300, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
def test_whoever_is_told_believes_what_is_so_and_hears_nothing_twice(
    looks: list[tuple[dict[str, Outcome], set[str], bool, bool, bool]],
) -> None:
    """Over any runs: notices of an event begin, end, begin ..., and whoever gets them believes what is so."""
    known, truth = Known(), Truth()
    belief: dict[tuple[str, str], bool] = {}
    rows_told: list[str] = []
    for day, (outcomes, rows, whole, interrupted, delivered) in enumerate(looks):
        results = [result(name, one) for name, one in outcomes.items()]
        known = learn(
            known, run(*results, rows=map(row, sorted(rows)), days=day, interrupted=interrupted), scope(whole)
        )
        truth.see(outcomes)
        belief |= {(Kind.DRIFT, name): False for name, one in outcomes.items() if one is O.PUT_BACK}
        news = known.pending
        assert len({one.key for one in news}) == len(news)
        if not delivered:
            continue
        known = known.told(news)
        assert known.pending == ()
        for one in news:
            if one.kind is Kind.NEW:
                rows_told.append(one.name.removeprefix("/d/"))
            elif one.kind is not Kind.FIXED:
                assert belief.get((one.kind, one.name), False) == one.over, "told twice"
                belief[one.kind, one.name] = not one.over
        for name in NAMES:
            assert belief.get((Kind.DRIFT, name), False) == truth.drift.get(name, False)
            assert belief.get((Kind.PAGE, name), False) == truth.page.get(name, False)
        assert belief.get((Kind.SIGN_IN, ""), False) == truth.out
    assert len(rows_told) == len(set(rows_told))


# ------------------------------------------------------------------------ in words


def event(kind: Kind, name: str, *, account: str = "default", over: bool = False, title: str = "") -> Event:
    """An event of a setting or of a row."""
    url = f"{SITE}/d/{name.removeprefix('/')}"
    return Event(kind, SITE, "linkedin", account, name, title or name.title(), "", url, State.ON, "", over, over)


def test_one_message_tells_all_and_what_to_do() -> None:
    """The whole message: grouped, in order, each with a command line that helps, and recoveries last."""
    title, body = message(
        [
            event(Kind.PAGE, "city", over=True),
            event(Kind.NEW, "/oven"),
            event(Kind.NEW, "tv"),
            event(Kind.SIGN_IN, "", account="work"),
            event(Kind.DRIFT, "age", title="Age\nrange \x1b[31m" + "x" * 200),
            event(Kind.DRIFT, "gender"),
        ]
    )
    assert title == "optout: on again (2), new switch (2), sign-in needed, page recognised again"
    assert body == (
        "On again (linkedin):\n"
        f"- Age range [31m{'x' * 103}... (linkedin/age)\n"
        "- Gender (linkedin/gender)\n"
        "Next: optout run linkedin/age linkedin/gender\n\n"
        "New switch (linkedin):\n"
        "- /Oven: https://www.linkedin.com/d/oven\n"
        "- Tv (linkedin/tv), on\n"
        "What has an address is not in the flow: look at it yourself.\n"
        "Next: optout run linkedin/tv\n\n"
        "Sign-in needed (linkedin, account work).\n"
        "Next: optout login linkedin --account work\n\n"
        "Page recognised again (linkedin):\n"
        "- City (linkedin/city)"
    )


def test_a_message_stays_short() -> None:
    """Of twenty pages that changed at once, eight are named and the rest is counted."""
    _, body = message([event(Kind.DRIFT, f"s{number}") for number in range(20)])
    assert body.count("\n- ") == 9
    assert "- and 12 more\nNext: optout run linkedin" in body
