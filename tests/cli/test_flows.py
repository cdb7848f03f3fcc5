"""`optout flows`, and what every command's help promises: each example is one that the command line takes."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from optout.catalog import Catalog
from optout.cli import main
from optout.resources import folder

SHIPPED = folder("flows") / "linkedin.toml"
MINE = """format = 1
service = "shop"
title = "My shop"
origin = "https://shop.example"
[[setting]]
id = "ads"
title = "Personal ads"
path = "/privacy"
control.name.en = "Personal ads"
[[setting]]
id = "news"
title = "News"
path = "/news"
control.name.en = "News"
control.name.de = "Neues"
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder with a person's own flow."""
    place = tmp_path / "my-flows"
    place.mkdir()
    (place / "shop.toml").write_text(MINE, "utf-8")
    return place


def optout(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The real command line."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("OPTOUT_")}
    done = subprocess.run(
        [sys.executable, "-m", "optout", *words],
        env=clean | env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def good(*words: str, **env: str) -> str:
    """What a command says that ends well and complains of nothing."""
    done = optout(*words, **env)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


# ------------------------------------------------------------------------------------ list


def test_list_has_every_setting_of_every_service(mine: Path) -> None:
    """The shipped settings and the person's own, each by the name that `run` takes."""
    text = good("flows", "list", "--flows", str(mine))
    for flow in Catalog.read([mine]).flows.values():
        assert f"{flow.service.title} ({flow.service.origin})" in text
        for setting in flow.service.settings:
            assert re.search(
                rf"^  {flow.service.service}/{setting.id} +{re.escape(setting.title)}$", text, re.MULTILINE
            )


def test_list_reads_the_variable_too(mine: Path) -> None:
    """OPTOUT_FLOWS is as good as --flows."""
    assert good("flows", "list", OPTOUT_FLOWS=str(mine)) == good("flows", "list", "--flows", str(mine))
    assert "shop/ads" not in good("flows", "list")


# ------------------------------------------------------------------------------------ show


def test_show_says_all_that_is_known_of_a_setting() -> None:
    """Address, menus, key, languages, source, and that nobody compared it with the live page."""
    text = good("flows", "show", "linkedin/ai-training")
    for words in (
        "linkedin/ai-training: Data for Generative AI Improvement",
        "https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement",
        "Settings & Privacy > Data privacy",
        "allowDataForGenerativeAI",
        "de, en, fr, it, nl, pl, pt-BR",
        "source   Brave",
        "never compared with the live page",
    ):
        assert words in text
    assert "linkedin/research" not in text


@pytest.mark.parametrize(("target", "count"), [("linkedin", 11), ("linkedin/ads-*", 8), ("shop/news", 1), ("*/*", 32)])
def test_show_takes_services_settings_and_globs(mine: Path, target: str, count: int) -> None:
    """A target shows exactly the settings that it names."""
    assert good("flows", "show", target, "--flows", str(mine)).count("  where    https://") == count


def test_show_says_what_only_the_site_can_tell() -> None:
    """A name that is not listed but could be a row of a sweep is told as that, with the nearest names."""
    text = good("flows", "show", "linkedin/ads-agee")
    assert "linkedin/ads-agee: not listed" in text
    assert "Did you mean: ads-age" in text


def test_show_gives_the_address_that_would_be_opened() -> None:
    """With --origin the addresses are those of the stand-in."""
    text = good("flows", "show", "linkedin/ads-age", "--origin", "https://www.linkedin.com=http://127.0.0.1:9")
    assert "where    http://127.0.0.1:9/mypreferences/d/" in text


def test_show_of_nothing_is_an_error() -> None:
    """An unknown target is exit 2 with the nearest names, and prints nothing else."""
    done = optout("flows", "show", "linkedin/researhc")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean: linkedin/research, " in done.stderr
    done = optout("flows", "show", "linkdin")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'optout: There is no service "linkdin". Did you mean: linkedin?\n'


# ------------------------------------------------------------------------------------ lint


def test_lint_checks_what_is_known(mine: Path) -> None:
    """Without files all known flows are checked, and the languages that have gaps are listed."""
    text = good("flows", "lint", "--flows", str(mine))
    assert "linkedin.toml: good; 11 settings, 1 sweep" in text
    assert "gap: linkedin/research: no label in de, fr, it, nl, pl, pt-BR (found by its key there)" in text
    assert "shop.toml: good; 2 settings" in text
    assert "gap: shop/ads: no label in de (only a lone control is taken there)" in text


def test_lint_checks_files_and_folders(mine: Path) -> None:
    """Named files and folders are checked, and nothing else."""
    assert good("flows", "lint", str(mine)) == good("flows", "lint", str(mine / "shop.toml"))
    both = good("flows", "lint", str(mine), str(SHIPPED))
    assert "shop.toml: good" in both
    assert "linkedin.toml: good" in both


def test_lint_of_a_broken_file_tells_what_and_goes_on(mine: Path) -> None:
    """Exit 2; the broken file's sentence and the good file's line are both there."""
    (mine / "broken.toml").write_text(MINE.replace("path", "pth", 1), "utf-8")
    done = optout("flows", "lint", str(mine))
    assert done.returncode == 2
    first, second, *_ = done.stdout.splitlines()
    assert first == f'{mine / "broken.toml"}: setting "ads": unknown key "pth" (did you mean "path"?).'
    assert second == "shop.toml: good; 2 settings"


@pytest.mark.parametrize("what", ["nowhere.toml", "empty"])
def test_lint_of_nothing_is_an_error(tmp_path: Path, what: str) -> None:
    """A file that is not there and a folder without flows are exit 2."""
    (tmp_path / "empty").mkdir()
    done = optout("flows", "lint", str(tmp_path / what))
    assert done.returncode == 2
    assert str(tmp_path / what) in done.stdout


# ---------------------------------------------------------------------------------- schema


def test_schema_is_one_json_document() -> None:
    """Editors can read it, and it speaks the words that stand in the files."""
    schema = json.loads(good("flows", "schema"))
    assert {"format", "service", "setting", "hub", "sweep", "session"} <= schema["properties"].keys()
    assert "settings" not in schema["properties"]
    control = schema["$defs"]["Control"]["properties"]
    assert set(control["kind"]["enum"]) == {"switch", "choice", "menu", "list", "manual"}


@pytest.mark.parametrize("words", [("list",), ("show", "linkedin"), ("lint",), ("schema",)], ids=" ".join)
def test_looking_at_flows_writes_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    """No home is made, whatever the person's folders are."""
    good("flows", *words, HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path / "data"), OPTOUT_HOME=str(tmp_path / "home"))
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------ help


def commands(group: click.Group = main, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that lead to it, the program itself first."""
    yield above, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))
        else:
            yield (*above, name), command


COMMANDS = dict(commands())


def examples(command: click.Command) -> list[str]:
    """The example lines of a command's help, without the remark that follows after three spaces."""
    text = f"{command.help or ''}\n{command.epilog or ''}"
    return [line.strip().split("   ")[0] for line in text.splitlines() if line.strip().startswith("optout ")]


EXAMPLES = sorted({line for command in COMMANDS.values() for line in examples(command)})


@pytest.mark.parametrize("name", main.commands)
def test_every_command_has_an_example_of_itself(name: str) -> None:
    """The help of each command shows how to call it."""
    lines = examples(main.commands[name])
    assert lines
    assert all(line.split()[1] == name for line in lines)


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_is_understood(line: str) -> None:
    """click takes every word of the example, options and all, as the command's own."""
    command: click.Command = main
    context: click.Context | None = None
    words = shlex.split(line)[1:]
    while isinstance(command, click.Group):
        context = click.Context(command, parent=context, info_name=command.name)
        command = command.commands[words.pop(0)]
    parsed = command.make_context(command.name, words, parent=context)
    assert parsed.args == []
    options = {flag for option in command.params for flag in (*option.opts, *option.secondary_opts)}
    assert {word for word in words if word.startswith("-")} <= options


@pytest.mark.parametrize(
    "line", [line for line in EXAMPLES if re.match("optout (run|check|login|logout|flows show)", line)]
)
def test_every_example_names_what_there_is(line: str) -> None:
    """The targets of the examples name settings of the shipped flows."""
    targets = [word for word in shlex.split(line) if word.startswith("linkedin")]
    chosen = Catalog.read().select(targets)
    assert bool(chosen) is bool(targets)
    assert all(one.settings for one in chosen)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words) or "optout")
def test_every_command_has_help(words: tuple[str, ...]) -> None:
    """-h (as --help) says how to call it, names and describes every option, and ends well."""
    text = good(*words, "-h")
    assert text.startswith(f"Usage: python -m optout {' '.join(words)}".rstrip())
    for option in COMMANDS[words].params:
        if isinstance(option, click.Option) and not option.hidden:
            assert option.help, option.name
            assert option.opts[-1] in text


FIXED = {
    ("run",): "--dry-run --headed --slow --guide --walk --accept-terms-risk --pace --json --quiet",
    ("check",): "--headed --slow --walk --accept-terms-risk --pace --json --quiet",
    ("login",): "--storage-state --accept-terms-risk",
    ("report",): "--open -o --home",
    ("demo",): "--headed --serve --home --browser",
}
COMMON = "--account --home --flows --browser --origin -v"


@pytest.mark.parametrize("words", FIXED, ids=" ".join)
def test_the_fixed_options_are_there(words: tuple[str, ...]) -> None:
    """Scripts rely on these names."""
    options = {flag for option in COMMANDS[words].params for flag in option.opts}
    wanted = f"{FIXED[words]} {COMMON}" if words[0] in ("run", "check", "login") else FIXED[words]
    assert set(wanted.split()) <= options


def test_the_version_is_the_packages() -> None:
    """--version says the name and the version."""
    from optout import __version__

    assert good("--version") == f"optout, version {__version__}\n"
