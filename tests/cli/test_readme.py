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

from optout import errors
from optout.home import Home
from optout.model import INTERRUPTED, Outcome, State

ROOT = Path(__file__).parents[2]
GROUPS = {"flows", "schedule"}
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PROSE = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
SPANS = re.findall(r"`([^`]+)`", PROSE)
LINES = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
COMMANDS = [shlex.split(line, comments=True) for line in [*LINES, *SPANS] if line.startswith(("optout ", "make "))]
OURS = sorted({tuple(words[1:]) for words in COMMANDS if words[0] == "optout"})
RUNNABLE = [words for words in OURS if words[0] in ("flows", "doctor", "--help", "--version")]


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
    return set(re.findall(r"^  (\w+)", listed, re.MULTILINE))


def options(text):
    """The options that a help text lists (its examples do not count)."""
    lines = re.findall(r"^  (-.*?)(?:  |$)", text, re.MULTILINE)
    return {option for line in lines for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line)}


def path_of(words):
    """The command that a command line calls: ("run",), ("flows", "lint") or () for the program itself."""
    named = [word for word in words[:2] if word.isalpha()]
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
    assert path_of(words) or given


@pytest.mark.parametrize("words", RUNNABLE, ids=" ".join)
def test_documented_commands_that_need_no_account_work(words, tmp_path):
    """The README's cheap commands do what they say in an empty home; the doctor misses nothing but a sign-in."""
    (tmp_path / "my-flows").mkdir()
    (tmp_path / "my-flows" / "example.toml").write_text(block("toml"), "utf-8")
    said = optout(*words, cwd=tmp_path, OPTOUT_HOME=str(tmp_path / "home"))
    assert said.returncode == (errors.PersonNeeded.exit_status if words[0] == "doctor" else 0), (
        said.stdout + said.stderr
    )
    assert said.stdout
    assert "Traceback" not in said.stderr


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
    """README, .env.example and the code name the same variables, each with its option."""
    rows = table("variable", "option", "what")
    pairs = {code(variable)[0]: code(option)[0] for variable, option, _ in rows}
    example = (ROOT / ".env.example").read_text("utf-8")
    sources = "".join(file.read_text("utf-8") for file in (ROOT / "optout").rglob("*.py"))
    assert set(pairs) == set(re.findall(r"^#(OPTOUT_\w+)=", example, re.MULTILINE))
    assert set(pairs) == set(re.findall(r"OPTOUT_[A-Z]+(?:_[A-Z]+)*", sources))
    assert set(pairs.values()) <= options(usage("run"))
    explained = dict(re.findall(r"\((--[a-z-]+)\)[^#]*(?:#[^#\n]*\n)*?#(OPTOUT_\w+)=", example))
    assert {variable: option for option, variable in explained.items()} == pairs


# ------------------------------------------------------------------------- JSON


def test_the_json_sample_has_the_shape_of_a_real_document(cli, signed_in):
    """The keys of the sample, their order and the types of their values are those of a real document."""
    site = signed_in()
    real = cli("check", "linkedin/ai-training", "linkedin/ads-e*", "--json", site=site).document
    sample = json.loads(block("json"))
    assert shape(sample) == shape(real)
    assert sample["exit"] == Outcome(sample["results"][0]["outcome"]).exit_status
    states = code(re.search(r"^`before` and `after` are (.*?)\.", PROSE, re.MULTILINE).group(1))
    assert states == [state.value for state in State]


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
    places = [code(row[0])[0].replace("<id>", document["run"]) for row in table("there", "what")]
    assert all((cli.home / place).exists() for place in places)
    assert {path.name for path in cli.home.iterdir()} == {place.split("/")[0] for place in places}
    run = cli.home / "runs" / document["run"]
    assert {file.name for file in run.iterdir()} == {"run.json", *document["results"][0]["proof"]}
    made_by_runs = [cli.home, *(path for name in ("profiles", "runs") for path in [*(cli.home / name).rglob("*")])]
    assert not [path for path in made_by_runs if not path.is_symlink() and path.stat().st_mode & 0o077]


def test_links_lead_somewhere():
    """Every link of the README leads to a file of the checkout or to a heading of the README itself."""
    headings = {
        re.sub(r"[^\w -]", "", line.lower()).strip().replace(" ", "-")
        for line in re.findall(r"^#+ (.*)$", PROSE, re.MULTILINE)
    }
    links = re.findall(r"\]\(([^)]+)\)", PROSE)
    assert len(links) >= 5
    for link in links:
        file, _, anchor = link.partition("#")
        assert (ROOT / file).is_file() if file else anchor in headings, link


def test_the_map_of_the_house_is_true():
    """Every file and folder that the Development section names is there, and so is every script that it runs."""
    named = [place for row in table("where", "what") for place in code(row[0])]
    named += [word for span in SPANS if span.startswith(".venv/") for word in span.split() if word.endswith(".py")]
    assert len(named) >= 15
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_pictures_are_whole_and_show_nothing_of_the_machine_that_took_them():
    """The pictures are a PNG and an SVG; the SVG loads nothing from elsewhere and shows no path of a machine."""
    assert (ROOT / "docs" / "report.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    drawing = (ROOT / "docs" / "terminal.svg").read_text("utf-8")
    assert drawing.rstrip().endswith("</svg>")
    assert not re.findall(r"url\(\W*http|href=|@import|@font-face", drawing)
    assert not re.findall(r"/(?:home|root|tmp|Users)/", drawing)
    words = set(re.findall(r">([a-z]+(?:-[a-z]+)+)<", drawing))
    assert {"turned-off", "came-back"} <= words <= {outcome.value for outcome in Outcome}
