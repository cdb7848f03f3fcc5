"""The command that sends a test notice."""

import subprocess
import sys


def test_the_command_for_a_test_notice(post, tmp_path):
    """Delivered: exit 0. Refused: exit 5. Malformed or none: exit 2. Each with one line that holds no address."""
    script = "from optout.cli import main, noticing\nmain.add_command(noticing.notify_test)\nmain()"

    def send(*to: str) -> tuple[int, str]:
        environment = {"OPTOUT_NOTIFY": ",".join(to), "PATH": "", "HOME": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", script, "test-notice", "-v"],
            capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=60, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    good = f"json://127.0.0.1:{post.port}/s3cr3t"
    assert send(good) == (0, "Delivered: json.\n")
    post.answers = [500]
    status, said = send(good)
    assert (status, len(said.splitlines()), "s3cr3t" in said) == (5, 1, False)
    status, said = send(good, "tgram://s3cr3t")
    assert (status, len(said.splitlines()), "s3cr3t" in said) == (2, 1, False)
    assert send()[0] == 2
    assert len(post.got) == 2


def test_the_doctor_looks_at_notices_and_the_monitor(cli, post):
    """None, two channels, a malformed one: told without sending anything, and no reason against a run."""

    def findings() -> list[str]:
        said = cli("doctor", "--browser", "/no/such/browser")
        assert "s3cr3t" not in said.out + said.err
        return [
            " ".join(line.split()) for line in said.out.splitlines() if " notices: " in line or " monitor: " in line
        ]

    assert findings() == ["ok notices: none set (OPTOUT_NOTIFY)", "ok monitor: none set (OPTOUT_PING)"]
    here = f"127.0.0.1:{post.port}/s3cr3t"
    cli.environment |= {"OPTOUT_NOTIFY": f"json://{here}, mailto://u:s3cr3t@x.org", "OPTOUT_PING": f"http://{here}"}
    assert findings() == ["ok notices: 2 channels (json, mailto)", "ok monitor: told over http"]
    cli.environment |= {"OPTOUT_NOTIFY": f"json://{here},tgram://s3cr3t", "OPTOUT_PING": "ftp://s3cr3t"}
    notices, monitor = findings()
    assert notices.startswith("note notices: The 2nd address in OPTOUT_NOTIFY (tgram://...)")
    assert monitor.startswith("note monitor: OPTOUT_PING is not an address")
    assert post.got == []
