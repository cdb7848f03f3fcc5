import sys; sys.path.insert(0,'/tmp/w3/main/tests/browser')
import json
def test_closed(cli, terminal, screen):
    from optout.site import Site
    with Site() as site:
        with terminal("run", "linkedin/ai-training", "--json", site=site, screen=screen) as person:
            person.wait_for("A window is open")
            lines = screen.wait_for_spots("8b95a3", 200, 4)
            screen.click(lines[0]); screen.hand("key", "ctrl+w")
            print(person.end())
    print(person.text)
    print(sorted(str(p) for p in cli.home.rglob("runs/**")), )
    for f in cli.home.rglob("runs/*/run.json"): print(f.read_text())
    assert 0
