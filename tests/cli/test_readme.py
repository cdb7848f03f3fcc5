"""The README says what is so: its commands, options, words, codes, variables, files and pictures are the real ones."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from test_history import store

from optout import errors
from optout.home import Home
from optout.model import INTERRUPTED, Mode, Observation, Outcome, Result, Run, State, Turn, Versions
from optout.notices.message import _BEGUN as BEGUN
from optout.schedule import settings
from optout.schedule.job import Job
from optout.schedule.settings import USING
from optout.schedule.systemd import service as unit

ROOT = Path(__file__).parents[2]
GROUPS = {"flows", "proof", "schedule"}
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PROSE = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
SPANS = re.findall(r"`([^`]+)`", PROSE)
LINES = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
COMMANDS = [
    shlex.split(line, comments=True)
    for line in [*LINES, *SPANS]
    if line == "optout" or line.startswith(("optout ", "make "))
]
OURS = sorted({tuple(words[1:]) for words in COMMANDS if words[0] == "optout"})
ALONE = {"flows", "doctor", "history", "schedule", "--help", "--version"}  # they need no account
RUNNABLE = [
    words
    for words in OURS
    if not words or (words[0] in ALONE and (words[:2] != ("schedule", "install") or "--dry-run" in words))
]
INSTALLS = [words for words in OURS if words[:2] == ("schedule", "install")]
IN_AN_EMPTY_HOME = {
    ("doctor",): errors.PersonNeeded.exit_status,
    ("schedule", "status"): errors.CannotLook.exit_status,
    ("schedule", "test-notice"): errors.UsageProblem.exit_status,  # no address is set
}


def optout(*words, cwd=None, **environment):
    """The real command line, without the environment's own OPTOUT_ variables."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("OPTOUT_", "DISPLAY"))}
    return subprocess.run(
        [sys.executable, "-m", "optout", *words],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=cwd, env=clean | environment, timeout=120,
        check=False,
    )  # fmt: skip


@cache
def usage(*path):
    """What `--help` says of a command; fails if there is no such command."""
    said = optout(*path, "--help")
    assert said.returncode == 0, f"optout {' '.join(path)}: {said.stderr}"
    return said.stdout


def commands(*path):
    """The commands that `--help` lists, in a group or at the top."""
    listed = usage(*path).partition("\nCommands:\n")[2].partition("\n\n")[0]
    return set(re.findall(r"^  (\w[\w-]*)", listed, re.MULTILINE))


def options(text):
    """The options that a help text lists (its examples do not count)."""
    lines = re.findall(r"^  (-.*?)(?:  |$)", text, re.MULTILINE)
    return {option for line in lines for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line)}


def path_of(words):
    """The command that a command line calls: ("run",), ("flows", "lint") or () for the program itself."""
    named = [word for word in words[:2] if re.fullmatch(r"[a-z][a-z-]*", word)]
    return tuple(named if named and named[0] in GROUPS else named[:1])


def block(kind):
    """The text of the only code block of a kind."""
    (text,) = [text for found, text in BLOCKS if found == kind]
    return text


def table(*header):
    """The rows of the only table with this header, each a list of cells."""
    head = f"| {' | '.join(header)} |\n"
    assert README.count(head) == 1, header
    lines = README.partition(head)[2].splitlines()[1:]
    end = next((n for n, line in enumerate(lines) if not line.startswith("|")), len(lines))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[:end]]


def code(cell):
    """What stands in backticks in a cell, without them."""
    return re.findall(r"`([^`]+)`", cell)


# ------------------------------------------------------------------- commands


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_every_documented_command_exists_with_its_options(words):
    """A command line of the README names a command that there is, and only options that it has."""
    given = {word.partition("=")[0] for word in words if word.startswith("-")}
    assert given <= options(usage(*path_of(words)))
    assert path_of(words) or given or words == ()


@pytest.mark.parametrize("words", RUNNABLE, ids=" ".join)
def test_documented_commands_that_need_no_account_work(words, tmp_path):
    """The README's cheap commands do what they say in an empty home, where a sign-in and a schedule are missing."""
    (tmp_path / "my-flows").mkdir()
    (tmp_path / "my-flows" / "example.toml").write_text(block("toml"), "utf-8")
    said = optout(*words, cwd=tmp_path, OPTOUT_HOME=str(tmp_path / "home"))
    assert said.returncode == IN_AN_EMPTY_HOME.get(words, 0), said.stdout + said.stderr
    assert said.stderr if said.returncode == errors.UsageProblem.exit_status else said.stdout
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("words", INSTALLS, ids=" ".join)
def test_documented_schedules_are_what_their_remarks_say(words, tmp_path):
    """Each `schedule install` of the README would schedule `check --due`, as often and from when it is said to."""
    using = () if "--using" in words else ("--using", "cron")
    said = optout(*words, *using, "--dry-run", cwd=tmp_path, OPTOUT_HOME=str(tmp_path / "home"))
    assert said.returncode == 0, said.stderr
    wanted = json.loads(re.search(r"schedule\.json:\n(\{.*?^\})", said.stdout, re.DOTALL | re.MULTILINE).group(1))
    assert wanted["job"]["command"][-5:-2] == ["check", "--due", "--quiet"]
    remark = next((line.partition("#")[2] for line in LINES if shlex.split(line, comments=True)[1:] == [*words]), "")
    assert wanted["fix"] == ("turn off again what came back" in remark)
    for every, at in re.findall(r"every (day|week|month) from (\d\d:\d\d)", remark):
        assert (wanted["every"], wanted["at"]) == (every, at)
    assert not (tmp_path / "home" / "schedule.json").exists()


def test_no_command_is_left_out():
    """Every command, of the program and of its group, stands in some command line of the README."""
    documented = {path_of(words) for words in OURS}
    assert {(name,) for name in commands() - GROUPS} <= documented
    assert {(group, name) for group in GROUPS for name in commands(group)} <= documented


def test_every_option_that_is_named_alone_exists():
    """An option that stands by itself in the text belongs to some command."""
    paths = [(name,) for name in commands()] + [(group, name) for group in GROUPS for name in commands(group)]
    known = options("".join(usage(*path) for path in paths))
    named = {span.split()[0] for span in SPANS if span.startswith("-")}
    assert len(named) >= 10
    assert named <= known


def test_what_is_said_not_to_be_there_is_not_there():
    """The commands under "Not there yet" are none; when one comes, the README must say so."""
    missing = code(re.search(r"^- Commands: (.*?)\.", PROSE, re.MULTILINE).group(1))
    assert len(missing) >= 1
    assert not set(missing) & commands()


def test_make_targets_are_those_of_the_makefile():
    """The README's table lists the Makefile's targets, and no other `make ...` is named anywhere."""
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)) - {"help"}
    listed = {code(row[0])[0].removeprefix("make ") for row in table("command", "what")}
    assert listed == targets
    assert {words[1] for words in COMMANDS if words[0] == "make"} <= targets


def test_the_example_flow_is_the_service_that_is_run():
    """The flow that the README shows is the one that the command below it runs."""
    flow = tomllib.loads(block("toml"))
    assert ("run", flow["service"], "--flows", "my-flows") in OURS


# -------------------------------------------------------------- words and codes


def test_the_words_are_the_outcomes_with_their_exit_codes():
    """The table of words has every outcome, in order, each with the exit code that the program gives it."""
    rows = table("word", "means", "exit code")
    assert [(code(word)[0], int(status)) for word, _, status in rows] == [
        (outcome.value, outcome.exit_status) for outcome in Outcome
    ]


def test_the_exit_codes_are_those_that_there_are():
    """The table of exit codes has those of the outcomes, of our errors and of an interrupted run, and no others."""
    kinds = [errors.UsageProblem, errors.FlowProblem, errors.PersonNeeded, errors.CannotLook]
    real = {outcome.exit_status for outcome in Outcome} | {kind.exit_status for kind in kinds} | {INTERRUPTED}
    assert [int(row[0]) for row in table("exit code", "means")] == sorted(real)


def test_the_settings_table_is_the_flows(tmp_path):
    """The table of settings is what its script makes of the shipped flows."""
    script = ROOT / "tests" / "cli" / "settings_table.py"
    made = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    shown = README.partition(" --write -->\n")[2].partition("<!-- /settings -->")[0]
    assert shown.strip() == made.strip(), "refresh it: python tests/cli/settings_table.py --write"
    listed = re.findall(r"^  (linkedin/[\w-]+)", optout("flows", "list").stdout, re.MULTILINE)
    assert re.findall(r"`(linkedin/[\w-]+)`", made) == listed


# ------------------------------------------------------------------ environment


def test_variables_are_those_of_the_example_file_and_of_the_code():
    """README, .env.example and the code name the same variables, each with its option; the two secrets have none."""
    rows = table("variable", "option", "what")
    secrets = {code(variable)[0] for variable, option, _ in rows if option == "none: a secret"}
    pairs = {code(variable)[0]: code(option)[0] for variable, option, _ in rows if option != "none: a secret"}
    example = (ROOT / ".env.example").read_text("utf-8")
    sources = "".join(file.read_text("utf-8") for file in (ROOT / "optout").rglob("*.py"))
    assert {*pairs, *secrets} == set(re.findall(r"^#(OPTOUT_\w+)=", example, re.MULTILINE))
    assert {*pairs, *secrets} == set(re.findall(r"OPTOUT_[A-Z]+(?:_[A-Z]+)*", sources))
    assert set(pairs.values()) <= options(usage("run") + usage("letter"))
    assert secrets == {"OPTOUT_NOTIFY", "OPTOUT_PING"}
    assert not {"--notify", "--ping"} & options(usage("run") + usage("check"))
    explained = dict(re.findall(r"\((--[a-z-]+)\)[^#]*(?:#[^#\n]*\n)*?#(OPTOUT_\w+)=", example))
    assert {variable: option for option, variable in explained.items()} == pairs


def test_the_notices_are_those_that_are_sent():
    """The table of what you hear of has the words of the notices, in their order; the extra that is named is there."""
    assert [words for words, _ in table("you hear of", "when")] == [*BEGUN.values()]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    named = re.findall(r'pipx install --force "\.\[(\w+)\]"', README)
    assert named == ["notify"]
    assert [one for one in extras["notify"] if one.startswith("apprise")]


# ---------------------------------------------------------- schedule, history, undo


def test_the_schedulers_are_those_that_there_are():
    """The table of schedulers has what `--using` takes, and systemd's unit fails with the exit codes that are named."""
    assert [code(using)[0] for using, *_ in table("`--using`", "when it runs", "good to know")] == [*USING]
    fine = re.search(r"^SuccessExitStatus=(.*)$", unit(Job("optout", ("optout",), "/", 0, "")), re.MULTILINE).group(1)
    codes = {int(row[0]) for row in table("exit code", "means")}
    answers, failures = re.search(r": ((?:\d, )+\d and \d) are \[answers\].*?while (\d and \d) say", PROSE).groups()
    assert {int(one) for one in re.findall(r"\d+", failures)} == codes - {0} - {int(one) for one in fine.split()}
    assert {int(one) for one in re.findall(r"\d+", answers)} == codes - {2, 5, INTERRUPTED}


def test_nothing_due_is_no_run(cli):
    """As the README says of `check --due` with nothing due: exit code 0, not a word without a terminal, and a note."""
    cli.home.mkdir()
    said = cli("check", "--due")
    assert (said.status, said.out) == (0, "")
    document = cli("check", "--due", "--json").document
    assert (document["run"], document["exit"], document["results"]) == (None, 0, [])
    assert document["note"].startswith("Nothing is due")
    assert not (cli.home / "runs").exists()


def test_the_sample_of_history_is_what_history_prints(cli):
    """Runs that saw what the README's strips show are printed as the README shows them, to the letter."""
    sample = block("text")
    strips = dict(re.findall(r"^  ([a-z-]+) +([.O?]+)  \w", sample, re.MULTILINE))
    listed = re.findall(r"^  (\d{4}-\S+) +(run|check)", sample, re.MULTILINE)[::-1]
    assert {len(strip) for strip in strips.values()} == {len(listed)}
    for place, (run, mode) in enumerate(listed):
        at = f"{run[:10]}T{run[11:13]}:{run[13:15]}:{run[15:17]}+00:00"
        results = tuple(saw(setting, strip[place], strip[:place], at, mode) for setting, strip in strips.items())
        store(cli.home, Run(run, Mode(mode), at, Versions("0.1.0"), finished=at, results=results))
    printed = cli("history").out
    assert [line.rstrip() for line in printed.splitlines()] == sample.splitlines()


def saw(setting, sign, before, at, mode, origin="https://www.linkedin.com"):
    """The result behind one sign of a strip; a `run` turned off what it read off."""
    state = {".": State.OFF, "O": State.ON, "?": State.UNKNOWN}[sign]
    url = f"{origin}/{setting}"
    turned = mode == "run" and state is State.OFF
    on = Outcome.CAME_BACK if "." in before else Outcome.STILL_ON
    outcome = {".": Outcome.ALREADY_OFF, "O": on, "?": Outcome.UNREACHABLE}[sign]
    return Result(
        "linkedin", "default", setting, setting, url, Outcome.TURNED_OFF if turned else outcome, "As it was.",
        Observation(State.ON if turned else state, at, url), Observation(state, at, url) if turned else None,
        (Turn(setting, "control"),) if turned else (),
    )  # fmt: skip


def test_fix_and_undo_do_what_the_readme_says(cli, signed_in):
    """`--fix` turns off what came back and tells both; `undo` turns it on; that is no drift, and there it ends."""
    site = signed_in()
    target, at = "linkedin/ads-age", "2020-01-01T00:00:00+00:00"
    proof = saw("ads-age", ".", "", at, "run", site.origin)
    store(cli.home, Run("2020-01-01T000000Z-0000", Mode.RUN, at, Versions("0.1.0"), finished=at, results=(proof,)))
    fixed = cli("check", target, "--fix", "--json", site=site)
    assert (fixed.status, fixed.outcomes) == (0, {"ads-age": "turned-off"})
    assert re.match("On again: .* still off on a fresh page", fixed.result("ads-age")["sentence"])
    run = fixed.document["run"]
    undone = cli("undo", run, "--json", site=site)
    assert (undone.status, undone.document["mode"], undone.outcomes) == (0, "undo", {"ads-age": "put-back"})
    assert site.state.value("allowAdsByAge")
    again = cli("undo", run, "--json", site=site)
    assert (again.status, again.document["run"]) == (0, None)
    assert undone.document["run"] in again.document["note"]
    kept = cli("check", target, "--fix", "--json", site=site)
    assert (kept.status, kept.outcomes) == (1, {"ads-age": "still-on"})
    assert site.state.value("allowAdsByAge")


# ------------------------------------------------------------------------- JSON


def test_the_json_sample_has_the_shape_of_a_real_document(cli, signed_in):
    """The keys of the sample, their order and the types of their values are those of a real document."""
    site = signed_in()
    real = cli("check", "linkedin/ai-training", "linkedin/ads-e*", "--json", site=site).document
    sample = json.loads(block("json"))
    assert shape(sample) == shape(real)
    assert sample["exit"] == Outcome(sample["results"][0]["outcome"]).exit_status
    states = code(re.search(r"`before` and `after` are (.*?)\.", PROSE).group(1))
    assert states == [state.value for state in State]
    modes = code(re.search(r"^`mode` is (.*?)\.", PROSE, re.MULTILINE).group(1))
    assert modes == [mode.value for mode in Mode]


def shape(value):
    """Keys in order and types, of the first item where there are many."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}, list(value)
    return [shape(value[0])] if isinstance(value, list) else type(value)


def test_a_run_that_could_not_begin_says_so_in_json(cli):
    """As the README says: no run, no folder, and the reason under "error"."""
    said = cli("run", "no-such-service", "--json")
    assert said.status == errors.UsageProblem.exit_status
    assert {key: said.document[key] for key in ("run", "folder")} == {"run": None, "folder": None}
    assert "no-such-service" in said.document["error"]


# ------------------------------------------------------------------------ files


def test_things_are_kept_where_the_readme_says_and_for_the_owner_only(cli, signed_in):
    """After a run the home holds what the table lists and nothing else, readable for nobody but the owner."""
    site = signed_in()
    document = cli("check", "linkedin/ai-training", "--json", site=site).document
    Home(cli.home).accept("linkedin", "2026-11-24T00:00:00+00:00")
    settings.write(cli.home, settings.Settings("week", "09:00", False, "default", "cron", "2026-11-24T00:00:00+00:00"))
    places = [code(row[0])[0].replace("<id>", document["run"]) for row in table("there", "what")]
    assert all((cli.home / place).exists() for place in places)
    assert {path.name for path in cli.home.iterdir()} == {place.split("/")[0] for place in places}
    run = cli.home / "runs" / document["run"]
    assert {file.name for file in run.iterdir()} == {
        "run.json",
        "run.json.sig",
        "key.pem",
        *document["results"][0]["proof"],
    }
    made_by_runs = [cli.home, *(path for name in ("profiles", "runs") for path in [*(cli.home / name).rglob("*")])]
    assert not [path for path in made_by_runs if not path.is_symlink() and path.stat().st_mode & 0o077]


def test_links_lead_somewhere():
    """A link of the README leads to a file of the checkout, to a heading, or where the program itself sends people."""
    sources = "".join(file.read_text("utf-8") for file in (ROOT / "optout").rglob("*.py"))
    headings = {
        re.sub(r"[^\w -]", "", line.lower()).strip().replace(" ", "-")
        for line in re.findall(r"^#+ (.*)$", PROSE, re.MULTILINE)
    }
    links = re.findall(r"\]\(([^)]+)\)", PROSE)
    assert len(links) >= 5
    for link in links:
        file, _, anchor = link.partition("#")
        if link.startswith("https://"):
            assert link in sources, link
        else:
            assert (ROOT / file).is_file() if file else anchor in headings, link


def test_the_map_of_the_house_is_true():
    """Every file and folder that the Development section names is there, and so is every script that it runs."""
    named = [place for row in table("where", "what") for place in code(row[0])]
    named += [word for span in SPANS if span.startswith(".venv/") for word in span.split() if word.endswith(".py")]
    assert len(named) >= 15
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_pictures_are_whole_and_show_nothing_of_the_machine_that_took_them():
    """Every picture of the README is there; the SVG loads nothing from elsewhere and shows no path of a machine."""
    shown = re.findall(r"docs/[\w-]+\.png", README)
    assert len(set(shown)) == 4
    assert all((ROOT / file).read_bytes().startswith(b"\x89PNG\r\n\x1a\n") for file in shown)
    drawing = (ROOT / "docs" / "terminal.svg").read_text("utf-8")
    assert drawing.rstrip().endswith("</svg>")
    assert not re.findall(r"url\(\W*http|href=|@import|@font-face", drawing)
    assert not re.findall(r"/(?:home|root|tmp|Users)/", drawing)
    words = set(re.findall(r">([a-z]+(?:-[a-z]+)+)<", drawing))
    assert {"turned-off", "came-back"} <= words <= {outcome.value for outcome in Outcome}
