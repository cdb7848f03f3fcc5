"""The present moment in two ways."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from optout import moment


@pytest.fixture
def in_india(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clock that is five and a half hours ahead of UTC."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change the time zone of a process")
    with monkeypatch.context() as there:
        there.setenv("TZ", "IST-5:30")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("in_india")
def test_both_name_the_same_instant() -> None:
    """One in UTC, one with the offset of the clocks around; as exact as each other."""
    before = datetime.now(UTC)
    at, local = moment.now()
    assert at.endswith("+00:00")
    assert local.endswith("+05:30")
    assert datetime.fromisoformat(at) == datetime.fromisoformat(local)
    assert before - timedelta(milliseconds=1) <= datetime.fromisoformat(at) <= datetime.now(UTC)
