"""What only a person can do: listed by every run, opened and asked for with --guide, and remembered after that."""

import json
import sys

import pytest

FLOW = """format = 1
service = "shop"
title = "Shop"
origin = "https://shop.example"

[[setting]]
id = "objection"
title = "Objection to AI training"
why = "The form asks for your e-mail address."
path = "/help/form"
regions = ["EU", "GB"]
control.kind = "manual"
"""
PAGE = "https://shop.example/help/form"


@pytest.fixture
def flows(tmp_path):
    """A folder with a flow of one manual setting."""
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "shop.toml").write_text(FLOW)
    return folder


def test_it_is_listed_with_its_place_and_reason(cli, flows):
    """A run and a check skip it, exit 0, and say where it is, who is offered it, and how to take it down."""
    for command in ("run", "check"):
        said = cli(command, "shop", "--flows", str(flows), "--json", "--accept-terms-risk")
        assert said.status == 0
        (one,) = said.document["results"]
        assert one["outcome"] == "skipped"
        for words in ("Only you can do this", "shop/objection --guide", "EU, GB", PAGE):
            assert words in one["sentence"]


@pytest.mark.parametrize(("answer", "outcome"), [("y\n", "You say that you did this"), ("n\n", "Only you can do this")])
def test_the_person_says_that_it_is_done_and_that_is_remembered(cli, flows, terminal, tmp_path, answer, outcome):
    """The page opens in the person's own browser; a yes is taken down with its time, and a no changes nothing."""
    opened = tmp_path / "opened"
    words = ("run", "shop/objection", "--guide", "--flows", str(flows), "--json", "--accept-terms-risk")
    person = terminal(*words)
    note = f"import pathlib, sys; pathlib.Path({str(opened)!r}).write_text(sys.argv[1])"
    script = tmp_path / "browser"
    script.write_text(f"#!{sys.executable}\n{note}\n")
    script.chmod(0o755)
    person.environment["BROWSER"] = f"{script} %s"
    with person:
        person.wait_for("Have you done it?")
        assert "The form asks for your e-mail address." in person.text
        person.type(answer)
        status, out = person.end()
    assert status == 0
    (one,) = json.loads(out)["results"]
    assert one["sentence"].startswith(outcome)
    assert opened.read_text() == PAGE
    later = cli("check", "shop", "--flows", str(flows), "--json", "--accept-terms-risk").document["results"][0]
    remembered = later["sentence"].startswith("You said on ")
    assert remembered is (answer == "y\n")
    assert cli("undo", json.loads(out)["run"], "--flows", str(flows), "--json").status == 0
