"""The whole way of a notice: a check finds something, a receiver gets it once, a run mends it, and that is told."""


def test_drift_and_sign_in_are_told_once_and_so_is_their_end(cli, signed_in, post):
    """Came back: one notice over two checks; run: one recovery; signed out: one. No secret is printed or written."""
    token = "tk-s3cr3t-0123456789"
    site, age = signed_in(), "linkedin/ads-age"
    cli.environment["OPTOUT_NOTIFY"] = f"json://user:{token}@127.0.0.1:{post.port}/{token}"
    assert cli("run", age, "--json", site=site).status == 0
    assert post.got == []
    site.state.set("allowAdsByAge", True)
    said = [cli("check", age, "-v", site=site), cli("check", age, "--json", site=site)]
    assert [one.status for one in said] == [1, 1]
    (notice,) = post.notices
    assert notice["title"] == "optout: on again"
    assert (
        notice["message"] == "On again (linkedin):\n- Age range (linkedin/ads-age)\nNext: optout run linkedin/ads-age"
    )
    said.append(cli("run", age, site=site))
    assert [one["title"] for one in post.notices[1:]] == ["optout: off again"]
    site.state.sign_out()
    said += [cli("check", age, "--quiet", site=site), cli("check", age, site=site)]
    assert [one.status for one in said[-2:]] == [3, 3]
    assert [one["message"] for one in post.notices[2:]] == [
        "Sign-in needed (linkedin).\nNext: optout login linkedin"
    ]  # fmt: skip
    assert not [one for one in said if token in one.out + one.err]
    files = [file for file in cli.home.rglob("*") if file.is_file() and (cli.home / "profiles") not in file.parents]
    assert not [file for file in files if token.encode() in file.read_bytes()]


def test_a_check_is_what_it_is_whatever_becomes_of_its_notice(cli, signed_in, post):
    """With a monitor and a channel that refuse: the same exit status and document, and sentences on stderr."""
    site = signed_in(layout="eu")
    post.answers = [404] * 9
    cli.environment |= {
        "OPTOUT_NOTIFY": f"json://127.0.0.1:{post.port}/tok3n", "OPTOUT_PING": f"http://127.0.0.1:{post.port}/p1ng",
    }  # fmt: skip
    site.state.sign_out()
    said = cli("check", "--json", site=site)
    assert said.status == said.document["exit"] == 3
    assert post.paths == ["/p1ng/start", "/tok3n", "/p1ng/fail"]
    assert said.err.count("The monitor in OPTOUT_PING could not be told: it answered 404.") == 2
    assert "A notice could not be delivered through json. It is tried again after the next check." in said.err
    assert "tok3n" not in said.out + said.err
    assert "p1ng" not in said.out + said.err
