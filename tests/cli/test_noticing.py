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
