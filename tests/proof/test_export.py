"""`optout proof export`: one zip that verifies anywhere, with this program and without, and shows what was changed."""

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from evidence import Evidence, proof

Three = tuple[Evidence, list[Path]]
Rewritten = Callable[[Path, Callable[[dict[str, bytes]], None]], Path]
PICTURE = "linkedin-ai-training-after.png"


def verdict(*words: str) -> tuple[int, str]:
    """The exit code of `proof verify` somewhere else, and all that it has found wrong."""
    done = proof("verify", *words, "--json", "--home", "/nonexistent")
    (place,) = json.loads(done.stdout)["places"]
    wrong = [*place["problems"], *(problem for run in place["runs"] for problem in run["problems"])]
    return done.returncode, "\n".join(wrong)


@pytest.fixture
def bundle(three: Three, tmp_path: Path) -> Path:
    """All of a home with three runs, handed over."""
    file = tmp_path / "all.zip"
    done = three[0]("export", "-o", str(file))
    assert done.returncode == 0, done.stderr
    assert f"Evidence of 3 runs: {file}" in done.stdout
    return file


def test_a_bundle_verifies_elsewhere(bundle: Path, tmp_path: Path) -> None:
    """As a zip and unpacked, without the home that it came from."""
    assert verdict(str(bundle)) == (0, "")
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(tmp_path / "unpacked")
    assert verdict(str(tmp_path / "unpacked")) == (0, "")


def test_anybody_can_check_a_bundle(three: Three, bundle: Path, tmp_path: Path, openssl: Callable[..., str]) -> None:
    """The lines of its README.txt: sha256sum takes every file, openssl the signatures; the newest run has a page."""
    place = tmp_path / "unpacked"
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(place)
    done = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=place, capture_output=True, text=True, check=True)
    names = [str(file.relative_to(place)) for file in place.rglob("*") if file.is_file()]
    assert sorted(done.stdout.splitlines()) == sorted(f"{name}: OK" for name in names if name != "SHA256SUMS")
    lines = [
        line.split(":", 1)[1].strip()
        for line in (place / "README.txt").read_text().splitlines()
        if ": " in line and "openssl" in line
    ]
    signature, key, _ = [line for line in lines if line.startswith("openssl")]
    for run in (place / "runs").iterdir():
        assert "Verified Successfully" in openssl(*signature.split()[1:], cwd=run)
    (page,) = place.glob("runs/*/report.html")
    assert page.parent.name == three[1][2].name
    told = subprocess.run(key, shell=True, cwd=place, capture_output=True, text=True, check=True).stdout.split()[0]  # noqa: S602
    assert told in proof("verify", str(bundle), "--json").stdout
    assert "Verified Successfully" in openssl(*signature.replace("run.json", "chain.json").split()[1:], cwd=place)


def test_manifests_fit_the_schema_that_is_handed_over(bundle: Path) -> None:
    """Every manifest is valid by the JSON Schema in the bundle, which is the one that the command prints."""
    with zipfile.ZipFile(bundle) as packed:
        schema = json.loads(packed.read("run.schema.json"))
        for name in packed.namelist():
            if name.endswith("run.json"):
                jsonschema.validate(json.loads(packed.read(name)), schema)
    assert schema == json.loads(proof("schema").stdout)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"format": 2, "id": "x"}, schema)


def test_a_choice_of_runs_is_held_against_the_whole_chain(three: Three, tmp_path: Path, rewritten: Rewritten) -> None:
    """The runs that stay at home are known by their hashes, so a choice proves where in the chain it stands."""
    evidence, runs = three
    file = tmp_path / "one.zip"
    assert evidence("export", runs[2].name, "-o", str(file)).returncode == 0
    done = proof("verify", str(file))
    assert done.returncode == 0, done.stdout
    assert "2 more runs are in the chain and not in this bundle" in done.stdout
    assert verdict(str(file), "--head", evidence.head()) == (0, "")
    status, wrong = verdict(str(file), "--head", "4:" + "0" * 64)
    assert (status, "number 4 is missing" in wrong) == (1, True)

    def forget(members: dict[str, bytes]) -> None:
        listed = json.loads(members["chain.json"])
        listed["runs"] = listed["runs"][2:]
        members["chain.json"] = json.dumps(listed).encode()

    status, wrong = verdict(str(rewritten(file, forget)))
    assert status == 1
    assert "chain.json was changed after it was signed" in wrong
    assert "chain.json: runs number 1 to 2 are missing: they were removed" in wrong


def changes(runs: list[str]) -> dict[str, tuple[Callable[[dict[str, bytes]], object], str]]:
    """Ways to tamper with a bundle, and what is said of each."""
    middle = f"runs/{runs[1]}"

    def without(part: str) -> Callable[[dict[str, bytes]], object]:
        def remove(members: dict[str, bytes]) -> None:
            for name in [name for name in members if name.startswith(part)]:
                del members[name]

        return remove

    def put(name: str, how: Callable[[bytes], bytes]) -> Callable[[dict[str, bytes]], object]:
        return lambda members: members.update({name: how(members[name])})

    return {
        "a picture by one byte": (
            put(f"{middle}/{PICTURE}", lambda old: old[:-1] + bytes([old[-1] ^ 1])),
            f"{PICTURE} was changed",
        ),
        "a picture removed": (without(f"{middle}/{PICTURE}"), f"{PICTURE} is missing"),
        "a manifest": (
            put(f"{middle}/run.json", lambda old: old.replace(b"off now", b"on, now")),
            "run.json was changed after it was signed",
        ),
        "a run removed": (without(middle), f"{runs[1]} was removed from the bundle"),
        "a run emptied of its manifest": (without(f"{middle}/run.json"), "its manifest cannot be read"),
        "the list": (put("chain.json", lambda old: old.replace(runs[0].encode(), b"x")), "changed after it was signed"),
        "a seal taken off": (
            put(f"{middle}/run.json", lambda old: json.dumps({**json.loads(old), "format": 1, "chain": None}).encode()),
            f"{runs[1]} is not sealed, and a bundle holds only sealed runs",
        ),
        "a run added": (
            lambda members: members.update({"runs/2020-01-01T000000Z-aaaa/run.json": b'{"format": 1, "id": "x"}'}),
            "2020-01-01T000000Z-aaaa is not sealed, and a bundle holds only sealed runs",
        ),
        "a list that is endless": (
            put("chain.json", lambda old: old.replace(b'"count":3', b'"count":1e15')),
            "chain.json: runs number 4 to 1000000000000000 are missing",
        ),
        "a list that is infinite": (
            put("chain.json", lambda old: old.replace(b'"count":3', b'"count":1e999')),
            "chain.json is damaged",
        ),
        "the list's key": (
            put("key.pem", lambda old: b"nonsense"),
            "chain.json was changed after it was signed",
        ),
    }


@pytest.mark.parametrize("way", list(changes(["", "", ""])))
def test_a_bundle_that_was_tampered_with_is_named(three: Three, bundle: Path, rewritten: Rewritten, way: str) -> None:
    """Exit code 1, and what was changed is named."""
    how, says = changes([run.name for run in three[1]])[way]
    status, wrong = verdict(str(rewritten(bundle, lambda members: (how(members), None)[1])))
    assert status == 1
    assert says in wrong


def test_a_bundle_that_is_cut_short_is_told(bundle: Path, tmp_path: Path) -> None:
    """Half a zip, no zip, another zip: one sentence, exit code 2."""
    half, other = tmp_path / "half.zip", tmp_path / "other.zip"
    half.write_bytes(bundle.read_bytes()[:2000])
    with zipfile.ZipFile(other, "w") as zipped:
        zipped.writestr("a", "b")
    for file in (half, other, tmp_path / "gone.zip"):
        done = proof("verify", str(file), "--home", str(tmp_path / "none"))
        assert done.returncode == 2, done.stdout
        assert done.stderr.startswith("optout: ")


def test_a_bundle_that_holds_a_file_twice_is_refused(bundle: Path) -> None:
    """Which of two a reader sees depends on what unpacks them, so neither is vouched for."""
    with zipfile.ZipFile(bundle, "a") as packed:
        packed.writestr("./chain.json", packed.read("chain.json"))
    done = proof("verify", str(bundle))
    assert done.returncode == 2
    assert "it holds a file twice" in done.stderr


def test_a_bundle_with_damaged_bytes_is_told(bundle: Path) -> None:
    """Bytes that cannot be unpacked: named, without a traceback."""
    with zipfile.ZipFile(bundle) as packed:
        entry = next(one for one in packed.infolist() if one.filename.endswith("run.json"))
    content = bytearray(bundle.read_bytes())
    start = entry.header_offset + 30 + len(entry.filename)
    content[start : start + 20] = b"\xff" * 20
    bundle.write_bytes(bytes(content))
    status, wrong = verdict(str(bundle))
    assert status == 1
    assert "its manifest cannot be read (it is damaged)" in wrong


def test_what_is_not_intact_is_said_as_it_is_handed_over(three: Three, tmp_path: Path) -> None:
    """A run that was tampered with can be handed over, and both the person and the reader are told."""
    evidence, runs = three
    (runs[0] / PICTURE).write_bytes(b"x")
    done = evidence("export", "-o", str(tmp_path / "all.zip"))
    assert done.returncode == 0
    assert f"Not intact: {runs[0].name}: {PICTURE} was changed" in done.stderr
    assert verdict(str(tmp_path / "all.zip"))[0] == 1


def test_a_run_that_is_left_out_is_told(three: Three, tmp_path: Path) -> None:
    """A record that is damaged cannot be handed over, and is not passed over in silence."""
    evidence, runs = three
    (runs[0] / "run.json").write_text("{}")
    done = evidence("export", "-o", str(tmp_path / "all.zip"))
    assert f"Not intact: {runs[0].name} is left out: its manifest is damaged" in done.stderr


def test_handing_over_harms_no_evidence(three: Three, tmp_path: Path) -> None:
    """A bundle written over a record, a run of another home, a home without its key: refused, nothing is touched."""
    evidence, runs = three
    before = (runs[0] / "run.json").read_bytes()
    assert evidence("export", "-o", str(runs[0] / "run.json")).returncode == 2
    assert (runs[0] / "run.json").read_bytes() == before
    other = shutil.copytree(runs[0], tmp_path / "2020-01-01T000000Z-aaaa")
    done = evidence("export", str(other), "-o", str(tmp_path / "x.zip"))
    assert (done.returncode, "is no run of this home" in done.stderr) == (2, True)
    (evidence.home / "proof" / "key.pem").unlink()
    assert evidence("export", "-o", str(tmp_path / "x.zip")).returncode == 2
    assert not (evidence.home / "proof" / "key.pem").exists()
    assert not (tmp_path / "x.zip").exists()


def test_bad_input_writes_nothing(three: Three, tmp_path: Path) -> None:
    """A run that is not there or not sealed, and a file that cannot be written: one sentence, no file."""
    evidence, runs = three
    document = json.loads((runs[2] / "run.json").read_bytes())
    (runs[2] / "run.json").write_text(json.dumps({**document, "chain": None}))
    file = tmp_path / "x.zip"
    for words, status in [(["no-such"], 2), ([runs[2].name], 2)]:
        done = evidence("export", *words, "-o", str(file))
        assert (done.returncode, file.exists()) == (status, False)
        assert done.stderr.startswith("optout: ")
    done = evidence("export", runs[0].name, "-o", str(tmp_path / "no" / "x.zip"))
    assert (done.returncode, "cannot be written" in done.stderr) == (5, True)
    shutil.rmtree(evidence.home / "runs")
    assert evidence("export", "-o", str(file)).returncode == 2


def test_a_run_swapped_for_another_of_the_same_key_is_named(
    evidence: Evidence, tmp_path: Path, rewritten: Rewritten
) -> None:
    """Two second runs after the same first one, both truly signed: only one of them is in the list."""
    first = evidence.run()
    shutil.copytree(evidence.home, tmp_path / "copy")
    mine, other = evidence.run(), Evidence(tmp_path / "copy").run(sentence="Another story.")
    assert evidence("export", "-o", str(tmp_path / "all.zip")).returncode == 0

    def swap(held: dict[str, bytes]) -> None:
        for name in [name for name in held if name.startswith(f"runs/{mine.name}/")]:
            del held[name]
        held.update({f"runs/{other.name}/{file.name}": file.read_bytes() for file in other.iterdir()})

    status, wrong = verdict(str(rewritten(tmp_path / "all.zip", swap)))
    assert status == 1
    assert f"{other.name} (number 2) is not the run that chain.json lists" in wrong
    assert f"{mine.name} was removed from the bundle" in wrong
    assert first.name not in wrong
