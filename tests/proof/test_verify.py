"""`optout proof verify`: an untouched home is intact, and every way to tamper with it is caught and named."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from evidence import Evidence

from optout.model import Outcome
from optout.proof import chain, key
from optout.proof.seal import canonical

Three = tuple[Evidence, list[Path]]


def flip(file: Path) -> None:
    """Change one byte."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))


def rewrite(folder: Path, **changes: object) -> bytes:
    """Change what a manifest says, and leave the signature as it was; the new manifest."""
    file = folder / "run.json"
    content = canonical({**json.loads(file.read_bytes()), **changes})
    file.write_bytes(content)
    return content


def test_an_untouched_home_is_intact(three: Three) -> None:
    """Three runs, each signed, whole and in its place: exit code 0, and the head is told."""
    evidence, runs = three
    done = evidence("verify")
    assert done.returncode == 0, done.stdout
    assert "Intact: everything is as it was sealed." in done.stdout
    for number, run in enumerate(runs, 1):
        assert f"✓ #{number} {run.name}: sealed 2" in done.stdout
    assert done.stdout.count("2 files intact") == 3
    assert f"Head: {evidence.head()}" in done.stdout
    assert evidence.head() == f"3:{chain.digest((runs[2] / 'run.json').read_bytes())}"


def test_a_picture_edited_by_one_byte_is_named(three: Three) -> None:
    """One byte of one picture: exit code 1, and the picture is named."""
    evidence, runs = three
    flip(runs[1] / "linkedin-ai-training-after.png")
    assert evidence.verdict() == (1, "linkedin-ai-training-after.png was changed")


def test_a_picture_that_is_gone_is_named(three: Three) -> None:
    """A picture was deleted by hand, which is not the same as one that was thinned."""
    evidence, runs = three
    (runs[0] / "linkedin-ai-training-before.png").unlink()
    assert evidence.verdict() == (1, "linkedin-ai-training-before.png is missing")


def test_a_thinned_picture_is_no_tampering(three: Three) -> None:
    """What `history --prune` has thinned is said, and the rest is intact."""
    evidence, _ = three
    check = evidence.run(outcome=Outcome.ALREADY_OFF, turns=())
    (check / "linkedin-ai-training-before.png").unlink()
    thinned = {"format": 1, "pictures": {"linkedin-ai-training-before.png": "2026-11-25T00:00:00+00:00"}}
    (check / "pruned.json").write_text(json.dumps(thinned))
    done = evidence("verify")
    assert done.returncode == 0
    assert "was thinned (optout history --prune) on 2026-11-25" in " ".join(done.stdout.split())


def test_a_list_of_thinned_pictures_hides_no_removal(three: Three) -> None:
    """A run that turned something keeps its pictures for ever, whatever an unsigned list beside it says."""
    evidence, runs = three
    picture = "linkedin-ai-training-before.png"
    (runs[0] / picture).unlink()
    (runs[0] / "pruned.json").write_text(json.dumps({"format": 1, "pictures": {picture: "2026-11-25"}}))
    status, wrong = evidence.verdict()
    assert status == 1
    assert wrong.startswith(f"{picture} is missing: thinning would not have taken it")


def test_a_report_beside_a_record_is_not_vouched_for(three: Three) -> None:
    """Whoever puts a page that lies into a run's folder does not get it called intact."""
    evidence, runs = three
    (runs[0] / "report.html").write_text("19 of 19 off")
    (runs[1] / "run.json.html").write_text("19 of 19 off")
    done = evidence("verify")
    assert "report.html is not sealed" in done.stdout
    assert "run.json.html is not sealed" in done.stdout


def test_a_shared_copy_does_not_stand_in_for_a_run(three: Three, tmp_path: Path) -> None:
    """A home whose record was swapped for the copy that names nobody has lost the record."""
    evidence, runs = three
    assert evidence("export", "--share", "-o", str(tmp_path / "s.zip")).returncode == 0
    with zipfile.ZipFile(tmp_path / "s.zip") as packed:
        for name in ("shared.json", "shared.json.sig"):
            (runs[0] / name).write_bytes(packed.read(f"runs/{runs[0].name}/{name}"))
    (runs[0] / "run.json").unlink()
    status, wrong = evidence.verdict()
    assert status == 1
    assert f"{runs[0].name} is only a copy to be shared: its run.json is gone" in wrong


def test_a_home_without_its_key_is_not_intact(three: Three) -> None:
    """Without the home's key any key would do, so that is said."""
    evidence, _ = three
    (evidence.home / "proof" / "key.pem").unlink()
    status, wrong = evidence.verdict()
    assert status == 1
    assert "key.pem is gone: whether these runs are this home's own cannot be told" in wrong


def test_a_run_elsewhere_is_not_mistaken_for_the_home_s_own(three: Three, tmp_path: Path) -> None:
    """A path to a run outside of the home is refused, and not answered with what the home holds under that name."""
    evidence, runs = three
    copy = shutil.copytree(runs[0], tmp_path / runs[0].name)
    rewrite(copy, targets=["linkedin"])
    other = shutil.copytree(copy, tmp_path / "2020-01-01T000000Z-aaaa")
    for folder in (copy, other):
        done = evidence("verify", str(folder))
        assert done.returncode == 2, done.stdout
        assert "is no run of" in done.stderr
    assert evidence("verify", str(runs[0])).returncode == 0


def test_a_number_out_of_this_world_is_told_at_once(three: Three) -> None:
    """A chain that says it is billions of runs long takes no longer to verify, and is named in one sentence."""
    evidence, runs = three
    link = json.loads((runs[2] / "run.json").read_bytes())["chain"]
    rewrite(runs[2], chain={**link, "number": 10**15})
    assert "runs number 3 to 999999999999999 are missing: they were removed" in evidence.verdict()[1]
    for number in (0, -1):
        rewrite(runs[2], chain={**link, "number": number})
        assert f"it is run number {number}, which there cannot be" in evidence.verdict()[1]


@pytest.mark.parametrize("text", ["[/x]", "\\[/x]", "\x1b[2J\x1b]0;mine\x07", "2026-11-25T00:00:00"])
def test_what_a_record_says_steers_no_terminal(three: Three, text: str) -> None:
    """Markup, escape sequences and times that are none: told as they are, without a traceback."""
    evidence, runs = three
    link = json.loads((runs[2] / "run.json").read_bytes())["chain"]
    rewrite(runs[2], id=text, chain={**link, "at": text})
    (runs[1] / f"x{text.replace('/', '')}.png").write_bytes(b"")
    done = evidence("verify")
    assert done.returncode == 1
    assert "does not say when it was sealed" in " ".join(done.stdout.split())
    assert not any(letter in done.stdout for letter in "\x1b\x07")


@pytest.mark.parametrize("run", ["a\0b", "\ud800", "a" * 5000, "../../x"])
def test_a_head_that_names_no_folder_breaks_no_run(three: Three, run: str) -> None:
    """A head edited by hand: the next run is stored and sealed, and verifying names what does not fit."""
    evidence, _ = three
    head = {"count": 3, "run": run, "manifest": "y"}
    file = evidence.home / "proof" / "head.json"
    file.write_text(json.dumps({"format": 1, **head, "pending": {**head, "count": 4}}))
    assert evidence.verdict()[0] == 1
    assert not evidence.run().name.endswith(".partial")


def test_a_number_without_measure_breaks_no_run(three: Three) -> None:
    """A head, or a record where the head is gone, that counts beyond all numbers: told, and the run is stored."""
    evidence, runs = three
    file = evidence.home / "proof" / "head.json"
    kept = file.read_text()
    file.write_text(kept.replace('"count": 3', f'"count": {10**40}'))
    with pytest.raises(pytest.fail.Exception, match="stored, but not sealed"):
        evidence.run()
    file.unlink()
    link = json.loads((runs[2] / "run.json").read_bytes())["chain"]
    for number in ("1e999", str(10**40)):
        text = (runs[2] / "run.json").read_text().replace(f'"number":{link["number"]}', f'"number":{number}')
        (runs[2] / "run.json").write_text(text)
        file.unlink(missing_ok=True)
        assert not evidence.run().name.endswith(".partial")


def test_a_home_of_unsealed_runs_is_not_called_intact(evidence: Evidence) -> None:
    """Where every seal was taken off, nothing is claimed."""
    folder = evidence.run()
    rewrite(folder, format=1, chain=None)
    shutil.rmtree(evidence.home / "proof")
    done = evidence("verify")
    assert "Intact" not in done.stdout
    assert "No run here is sealed" in done.stdout


def test_an_edited_manifest_is_named(three: Three) -> None:
    """A manifest that says something else is not what was signed, and the next run does not follow from it."""
    evidence, runs = three
    text = (runs[1] / "run.json").read_text("utf-8")
    (runs[1] / "run.json").write_text(text.replace('"turned-off"', '"already-off"'), "utf-8")
    status, wrong = evidence.verdict()
    assert status == 1
    assert "run.json was changed after it was signed" in wrong
    assert f"{runs[2].name} (number 3) does not follow from number 2 as that is now" in wrong


def test_the_newest_manifest_edited_is_named(three: Three) -> None:
    """Nothing follows the newest run, and yet its manifest cannot be changed: the head knows it."""
    evidence, runs = three
    rewrite(runs[2], targets=["linkedin"])
    status, wrong = evidence.verdict()
    assert status == 1
    assert "run.json was changed after it was signed" in wrong
    assert "run number 3 is not the one that" in wrong


def test_a_run_removed_from_the_middle_is_named(three: Three) -> None:
    """A gap in the numbers is a run that was there."""
    evidence, runs = three
    shutil.rmtree(runs[1])
    assert evidence.verdict() == (1, "run number 2 is missing: it was removed")


def test_the_first_run_removed_is_named(three: Three) -> None:
    """A chain that begins with number 2 has lost its first run."""
    evidence, runs = three
    shutil.rmtree(runs[0])
    assert evidence.verdict() == (1, "run number 1 is missing: it was removed")


def test_the_newest_run_removed_is_named(three: Three) -> None:
    """The home's own head remembers the run that is gone."""
    evidence, runs = three
    shutil.rmtree(runs[2])
    status, wrong = evidence.verdict()
    assert status == 1
    assert "knows 3 sealed runs, and number 3 is missing: the newest was removed" in wrong


def test_a_head_kept_elsewhere_shows_what_the_home_hides(three: Three) -> None:
    """Who removes the newest run and the memory of it is caught by the head that the person has kept."""
    evidence, runs = three
    kept = evidence.head()
    shutil.rmtree(runs[2])
    second = chain.Head(2, runs[1].name, chain.digest((runs[1] / "run.json").read_bytes()))
    chain.write(evidence.home / "proof", second)
    assert evidence.verdict() == (0, ""), "the home alone cannot tell"
    status, wrong = evidence.verdict("--head", kept)
    assert status == 1
    assert wrong == "the head that you have kept knows 3 sealed runs, and number 3 is missing: the newest was removed"


def test_a_head_kept_elsewhere_holds_while_the_chain_grows(three: Three) -> None:
    """An old head still fits when newer runs have come, and no longer when its run was replaced."""
    evidence, _ = three
    kept = evidence.head()
    evidence.run()
    assert evidence.verdict("--head", kept) == (0, "")
    number, manifest = kept.split(":")
    status, wrong = evidence.verdict("--head", f"{number}:{manifest[::-1]}")
    assert (status, wrong) == (
        1,
        "run number 3 is not the one that the head that you have kept knows: it was changed or replaced",
    )


def test_a_missing_head_is_no_intact_home(three: Three) -> None:
    """Without its head a home cannot tell whether newer runs were removed; the next run says that it was gone."""
    evidence, _ = three
    (evidence.home / "proof" / "head.json").unlink()
    status, wrong = evidence.verdict()
    assert status == 1
    assert "head.json is gone: whether newer runs were removed cannot be told without it" in wrong
    evidence.run()
    done = evidence("verify")
    assert done.returncode == 0
    assert "the head of the chain was gone when it was sealed" in done.stdout


def test_a_foreign_signature_is_named(three: Three) -> None:
    """Another key's signature, with and without that key beside it, and with a manifest that names that key."""
    evidence, runs = three
    folder = runs[2]
    foreign = Ed25519PrivateKey.generate()
    pem = foreign.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    manifest = (folder / "run.json").read_bytes()
    (folder / "run.json.sig").write_bytes(foreign.sign(manifest))
    assert "run.json was changed after it was signed, or the signature is another key's" in evidence.verdict()[1]
    (folder / "key.pem").write_bytes(pem)
    assert "key.pem is another key" in evidence.verdict()[1]

    link = {**json.loads(manifest)["chain"], "key": key.fingerprint(pem)}
    forged = rewrite(folder, chain=link)
    (folder / "run.json.sig").write_bytes(foreign.sign(forged))
    chain.write(evidence.home / "proof", chain.Head(3, folder.name, chain.digest(forged)))
    status, wrong = evidence.verdict()
    assert status == 1
    assert wrong.startswith(f"it is signed by a foreign key ({key.fingerprint(pem)[:16]}); this home's is ")


@pytest.mark.parametrize("file", ["run.json.sig", "key.pem"])
def test_a_missing_signature_is_named(three: Three, file: str) -> None:
    """A seal that was taken off shows."""
    evidence, runs = three
    (runs[0] / file).unlink()
    status, wrong = evidence.verdict()
    assert status == 1
    assert wrong.startswith("it is not signed any more")


def test_a_seal_cannot_be_taken_off_unseen(three: Three) -> None:
    """A manifest without its place in the chain is not passed over, whatever its folder is called."""
    evidence, runs = three
    rewrite(runs[1], chain=None)
    assert "it is not sealed, or its seal was removed" in evidence.verdict()[1]
    runs[1].rename(runs[1].with_name(f"{runs[1].name}.partial"))
    assert evidence.verdict() == (1, "run number 2 is missing: it was removed")


def test_a_clock_set_back_is_named(three: Three) -> None:
    """A run that says it was sealed before the one that it follows cannot be believed on its time."""
    evidence, runs = three
    last = evidence.run(at="2026-01-01T00:00:00+00:00")
    status, wrong = evidence.verdict()
    assert status == 1
    assert wrong.startswith(f"the clock was set back: {last.name} (number 4) says it was sealed at 2026-01-01T00:00")
    assert runs[2].name in wrong


def test_a_run_copied_into_the_chain_twice_is_named(three: Three) -> None:
    """A copy of a run under another name is neither a run of its own nor a place of its own."""
    evidence, runs = three
    shutil.copytree(runs[1], runs[1].with_name("2026-11-25T000000Z-ffff"))
    status, wrong = evidence.verdict()
    assert status == 1
    assert "its folder was renamed" in wrong
    assert "both say that they are run number 2" in wrong


def test_one_run_is_verified_with_its_place_in_the_chain(three: Three) -> None:
    """A run by name: only its files are read, and still the chain around it must be whole."""
    evidence, runs = three
    flip(runs[0] / "linkedin-ai-training-after.png")
    assert evidence.verdict(runs[2].name) == (0, "")
    assert evidence.verdict(runs[0].name) == (1, "linkedin-ai-training-after.png was changed")
    shutil.rmtree(runs[1])
    assert evidence.verdict(runs[2].name) == (1, "run number 2 is missing: it was removed")


def test_what_was_never_sealed_is_said_and_is_no_tampering(evidence: Evidence) -> None:
    """A run from before runs were sealed, and one that was killed: told, and exit code 0."""
    first, second = evidence.run(), evidence.run()
    old = first.with_name("2026-01-01T000000Z-aaaa")
    shutil.copytree(first, old)
    document = json.loads((old / "run.json").read_bytes())
    (old / "run.json").write_text(json.dumps({**document, "format": 1, "id": old.name, "chain": None}))
    killed = second.with_name("2026-01-02T000000Z-bbbb.partial")
    shutil.copytree(second, killed)
    (killed / "run.json").write_text(json.dumps({**document, "id": "x", "chain": None, "finished": ""}))
    done = evidence("verify")
    assert done.returncode == 0, done.stdout
    assert "it was made before runs were sealed" in done.stdout
    assert "it was cut off before it could be sealed" in done.stdout


def test_an_interrupted_run_is_sealed_as_far_as_it_went(evidence: Evidence) -> None:
    """Ctrl-C does not cost the evidence of what was done."""
    folder = evidence.run(interrupted=True)
    assert folder.name.endswith(".partial")
    evidence.run()
    done = evidence("verify")
    assert done.returncode == 0, done.stdout
    assert "it was interrupted; what it had done by then is sealed" in done.stdout
    flip(folder / "linkedin-ai-training-after.png")
    assert evidence.verdict()[0] == 1


@pytest.mark.parametrize(
    ("damage", "says"),
    [(b"", "is damaged"), (b"{", "is damaged"), (b"[]", "is damaged"), (b'{"format": 9}', "Install a newer optout")],
)
def test_a_damaged_head_is_told_and_never_replaced(three: Three, damage: bytes, says: str) -> None:
    """A head that cannot be read: exit code 1, and a run that ends then is stored, unsealed, and says why."""
    evidence, _ = three
    file = evidence.home / "proof" / "head.json"
    file.write_bytes(damage)
    status, wrong = evidence.verdict()
    assert status == 1
    assert says in wrong
    with pytest.raises(pytest.fail.Exception, match="stored, but not sealed"):
        evidence.run()
    assert file.read_bytes() == damage


@pytest.mark.parametrize(
    "words",
    [
        ["--head", "3"],
        ["--head", "x:y"],
        ["--head", "3:" + "g" * 64],
        ["--head", "0:" + "0" * 64],
        ["--head", "9" * 5000 + ":" + "0" * 64],
        ["nothing-of-that-name"],
    ],
)
def test_what_makes_no_sense_is_a_usage_problem(three: Three, words: list[str]) -> None:
    """One sentence, exit code 2."""
    done = three[0]("verify", *words)
    assert done.returncode == 2
    assert done.stderr.startswith("optout: ")


def test_no_home_is_no_failure(evidence: Evidence) -> None:
    """Where there is no run there is nothing to be wrong."""
    done = evidence("verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "There is no run to verify." in done.stdout
    assert not evidence.home.exists(), "verifying writes nothing"


def test_anybody_can_check_a_signature_with_openssl(three: Three, openssl: Callable[..., str]) -> None:
    """The README's lines: the signature holds, the key's fingerprint is the one that is told."""
    evidence, runs = three
    said = openssl(
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "key.pem",
        "-rawin",
        "-in",
        "run.json",
        "-sigfile",
        "run.json.sig",
        cwd=runs[0],
    )
    assert "Signature Verified Successfully" in said
    told = json.loads(evidence("verify", "--json").stdout)["places"][0]["runs"][0]["key"]
    assert key.fingerprint((runs[0] / "key.pem").read_bytes()) == told
