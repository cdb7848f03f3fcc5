"""What the person asked for: options, else the environment, else `.env`; each wrong value is one sentence."""

from pathlib import Path

import pytest

from optout.config import account_name, default_home, environment, flag, origins, pace
from optout.errors import UsageProblem

REAL = "https://www.linkedin.com"


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000", "https://127.0.0.1", "http://LOCALHOST"],
)
def test_an_origin_may_come_from_this_machine(target: str) -> None:
    """Any loopback address can stand in for a site."""
    assert origins([f"{REAL}={target}"]) == {REAL: target}


def test_several_origins_with_spaces_and_slashes() -> None:
    """As the comma-separated variable leaves them; slashes at the end do not matter."""
    given = [f" {REAL}/ = http://127.0.0.1:1/ ", "https://b.example=http://127.0.0.1:2"]
    assert origins(given) == {REAL: "http://127.0.0.1:1", "https://b.example": "http://127.0.0.1:2"}
    assert origins([]) == {}


@pytest.mark.parametrize(
    "target",
    [
        "http://192.168.0.1",
        "https://evil.example",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://127.0.0.1@evil.example",
        "http://evil.example@127.0.0.1",
        "http://evil.example\\@127.0.0.1",
        "http://127.0.0.1\\@evil.example",
        "http://evil.example#@127.0.0.1",
        "http://0.0.0.0:80",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:x",
        "http://127.0.0.1:0",
        "http://127.0.0.1/path",
        "http://127.0.0.1:1?x",
        "http://127.0.0.1:1#x",
        "http://[::1",
        "http://",
        "file:///127.0.0.1",
        "ws://127.0.0.1",
        "//127.0.0.1",
        "127.0.0.1:8000",
    ],
)
def test_an_origin_comes_from_nowhere_else(target: str) -> None:
    """What is not exactly an address of this machine is refused, and the sentence quotes it."""
    with pytest.raises(UsageProblem, match="not an address of this machine") as problem:
        origins([f"{REAL}={target}"])
    assert target in str(problem.value)


@pytest.mark.parametrize("pair", ["", REAL, f"{REAL}=", "=http://127.0.0.1:1", "="])
def test_half_a_pair_is_refused(pair: str) -> None:
    """The sentence shows how a pair is written."""
    with pytest.raises(UsageProblem, match="write FROM=TO, such as https://"):
        origins([pair])


def test_one_wrong_pair_among_good_ones_is_refused() -> None:
    """No pair is passed over."""
    with pytest.raises(UsageProblem, match=r"evil\.example"):
        origins([f"{REAL}=http://127.0.0.1:1", "https://b.example=https://evil.example"])


@pytest.mark.parametrize("name", ["default", "work", "me@home.example", "a-b_c.d", "Ü1"])
def test_an_accounts_name_is_a_folders_name(name: str) -> None:
    """Letters of every script, digits and four signs."""
    assert account_name(name) == name


@pytest.mark.parametrize("name", ["", ".", "..", ".hidden", "a/b", "../x", "a b", "a\\b", "a\n", "a:b", "a\0"])
def test_an_accounts_name_leads_nowhere_else(name: str) -> None:
    """A name that would be another place on the disk is refused."""
    with pytest.raises(UsageProblem, match="use letters, digits and"):
        account_name(name)


@pytest.mark.parametrize(
    ("value", "yes"),
    [("1", True), ("yes", True), (" TRUE ", True), ("on", True), ("0", False), ("no", False), ("", False),
     (None, False), ("y", False), ("accepted", False)],
)  # fmt: skip
def test_only_a_clear_yes_is_a_yes(value: str | None, yes: bool) -> None:
    """The risk is not accepted by any odd word."""
    assert flag(value) is yes


def test_the_pace_comes_from_the_option_then_the_environment() -> None:
    """Two seconds unless said otherwise; nought is a number too."""
    assert pace(None, None) is None
    assert pace(None, "") is None
    assert pace(None, "0") == 0
    assert pace(None, "1.5") == 1.5
    assert pace(0, "5") == 0
    assert pace(3, "nonsense") == 3


@pytest.mark.parametrize("written", ["fast", "-1", "601", "nan", "inf", "1,5"])
def test_a_pace_that_is_none_is_refused(written: str) -> None:
    """The sentence names the variable and what it may be."""
    with pytest.raises(UsageProblem, match=r"OPTOUT_PACE=.* must be a number of seconds from 0 to 600"):
        pace(None, written)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` only fills in what the environment does not say."""
    (tmp_path / ".env").write_text('OPTOUT_ACCOUNT=file\nOPTOUT_HOME="/from/file"\nEMPTY\n', "utf-8")
    monkeypatch.setenv("OPTOUT_ACCOUNT", "environment")
    monkeypatch.delenv("OPTOUT_HOME", raising=False)
    said = environment(tmp_path)
    assert said["OPTOUT_ACCOUNT"] == "environment"
    assert said["OPTOUT_HOME"] == "/from/file"
    assert "EMPTY" not in said


def test_no_file_is_fine(tmp_path: Path) -> None:
    """Without `.env` there is the environment; a folder of that name is no file."""
    assert "PATH" in environment(tmp_path)
    (tmp_path / ".env").mkdir()
    assert "PATH" in environment(tmp_path)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """The sentence names the file."""
    (tmp_path / ".env").write_bytes(b"A=caf\xe9\n")
    with pytest.raises(UsageProblem, match=r"\.env: is not UTF-8 text"):
        environment(tmp_path)


def test_the_default_home_is_the_users_own() -> None:
    """Without an option things are kept in the system's place for user data, in a folder of ours."""
    assert default_home().name == "optout"
    assert default_home().is_absolute()
