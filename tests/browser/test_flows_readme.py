"""flows/README.md tells the truth: its examples are valid, its stranger's flow runs, and no key is left out."""

import re
import tomllib
from pathlib import Path

import pytest
from hostile import Reply, Stage

from optout import flow
from optout.flowfile import load
from optout.sense import silent

TEXT = (Path(__file__).parents[2] / "flows" / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
HEAD = 'format = 1\nservice = "shop"\ntitle = "Shop"\norigin = "https://account.shop.example"\n'
PAGE = """<!doctype html><html lang="en"><main><h1>Privacy</h1>
<div role=tablist><button role=tab onclick="data.hidden = false; this.ariaSelected = 'true'">Your data</button></div>
<div id=data role=tabpanel hidden><label>
<input type=checkbox role=switch {ai:checked} onclick="event.preventDefault(); ask.showModal()">
Improve our models with my chats</label></div>
<dialog id=ask><p>Sure?</p><button onclick="ask.close()">Cancel</button>
<button onclick="fetch('/save/ai', { method: 'PUT', body: 'off' }).then(() => location.reload())">Turn off</button>
</dialog></main>"""


def whole(block: str) -> str:
    """A whole flow around an example."""
    return block if block.startswith("format") else HEAD + block


@pytest.mark.parametrize("block", BLOCKS, ids=[re.search(r'id += "(.*?)"', block)[1] for block in BLOCKS])
def test_every_example_is_valid_and_complete(tmp_path, block):
    """Each example is read as it stands, and its controls lack no words."""
    (tmp_path / "shop.toml").write_text(whole(block), "utf-8")
    service = load(tmp_path / "shop.toml").service
    assert [line for one in service.settings for line in silent(one.control)] == []


def test_a_strangers_flow_takes_25_lines_and_runs(cli, tmp_path):
    """The first example, on a small site that behaves as it says: signed in, looked at, turned off, still off."""
    stranger = BLOCKS[0]
    assert len(stranger.splitlines()) <= 25
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "shop.toml").write_text(stranger, "utf-8")
    state = tmp_path / "state.json"
    state.write_text('{"cookies": [], "origins": []}')
    with Stage(pages={"/privacy": Reply(PAGE)}) as stage:
        there = ("--flows", str(flows), "--origin", f"https://account.shop.example={stage.origin}")
        assert cli("login", "shop", "--storage-state", str(state), *there).status == 0
        assert cli("check", "shop", "--json", *there).outcomes == {"ai-training": "still-on"}
        assert cli("run", "shop", "--json", *there).outcomes == {"ai-training": "turned-off"}
        assert cli("check", "shop", "--json", *there).outcomes == {"ai-training": "already-off"}
        assert stage.writes == ["PUT /save/ai"]


def test_no_key_of_the_format_is_left_out():
    """Every key that a table of a flow may hold stands in the reference or in an example."""
    tables = (flow.Service, flow.Session, flow.Hub, flow.Setting, flow.Control, flow.Reads, flow.Step, flow.Sweep)
    keys = {field.alias or name for table in tables for name, field in table.model_fields.items()}
    told = {word for quoted in re.findall(r"`([^`\n]+)`", TEXT) for word in re.findall(r"[a-z_]+", quoted)}
    assert keys - told - {"setting", "css"} == set()
    kinds = flow.Control.model_json_schema()["properties"]["kind"]["enum"]
    shown = {
        one.get("control", {}).get("kind", "switch") for block in BLOCKS for one in tomllib.loads(block)["setting"]
    }
    assert shown == set(kinds)
