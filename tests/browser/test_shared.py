"""What is shared of a run on pages with a name, a photo, an e-mail address and contacts holds none of them."""

import re
import zipfile

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
