"""What is shared of a run on pages with a name, a photo, an e-mail address and contacts holds none of them."""

import json
import re
import socket
import zipfile
from pathlib import Path

from test_masks import AROUND, INSIDE, colours, loud

PEOPLE = re.compile(rb"ada|lovelace|babbage|hopper|analytical|7946", re.IGNORECASE)


def test_nothing_that_is_shared_shows_or_names_anybody(cli, signed_in):
    """A run on such a site, exported with --share: no file of the bundle holds any of it, in a text or in a picture."""
    site = signed_in(quirks={"session": "people"})
    said = cli("run", "linkedin/ads-age", "linkedin/ai-training", "--json", site=site)
    assert set(said.outcomes.values()) == {"turned-off"}
    file = cli.home.parent / "shared.zip"
    done = cli("proof", "export", "--share", "-o", str(file))
    assert done.status == 0, done.err
    with zipfile.ZipFile(file) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    pictures = [content for name, content in held.items() if name.endswith(".png")]
    assert len(pictures) == 4
    for picture in pictures:
        assert loud(picture, AROUND | INSIDE) == set()
        assert len(colours(picture)) > 10  # it still shows a page
    texts = {name: content for name, content in held.items() if not name.endswith(".png")}
    data = {name: PEOPLE.findall(content) for name, content in texts.items()}
    assert not {name: found for name, found in data.items() if found}
    assert not [name for name in texts if str(cli.home).encode() in texts[name]]
    assert cli("proof", "verify", str(file)).status == 0


def test_a_run_is_stamped_as_it_ends_and_a_dead_authority_is_a_warning(cli, signed_in, clock, tmp_path):
    """The record is sealed and stamped before the command returns; who does not answer is told, and the word stays."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{free.getsockname()[1]}/tsr"
    cli.environment["OPTOUT_TIMESTAMP"] = f"{dead},{clock.url()}"
    site = signed_in()
    said = cli("check", "linkedin/ads-age", "--json", site=site)
    assert (said.status, said.outcomes) == (1, {"ads-age": "still-on"})
    assert "The time-stamp authority 127.0.0.1 gave no time stamp" in said.err
    assert 'Stamped by "Clock Inc. Signer 1"' in said.err
    found = cli("proof", "verify", "--json").document["places"][0]
    assert (found["intact"], len(found["runs"]), len(found["runs"][0]["stamps"])) == (True, 1, 1)
    record = json.loads((Path(said.document["folder"]) / "run.json").read_bytes())
    seen = record["results"][0]["before"]
    assert seen["local"]
    assert record["versions"]["playwright"]
    assert record["files"] == {seen["picture"]: seen["sha256"]}


def test_a_stamp_that_cannot_be_stored_takes_nothing_from_the_run(cli, signed_in, clock):
    """The run has ended and is told as it ended; that its stamp found no place is a warning."""
    site = signed_in()

    def answer(query):
        (run,) = (cli.home / "runs").iterdir()
        (run / f"run.json.127.0.0.1-{clock.port}.tsr").mkdir()  # in the way
        return 200, "application/timestamp-reply", clock.authority.reply(query)

    clock.answer = answer
    said = cli("check", "linkedin/ads-age", "--timestamp", clock.url(), "--json", site=site)
    assert (said.status, said.outcomes) == (1, {"ads-age": "still-on"})
    assert "cannot be written" in said.err
