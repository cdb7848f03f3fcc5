"""Flow files: the shipped ones hold, and whatever is wrong with one is said in one exact sentence."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optout.errors import FlowProblem
from optout.flow import Service, Setting
from optout.flowfile import gaps, load
from optout.resources import folder

SLOW_IS_FINE = [HealthCheck.too_slow]  # a busy machine is no fault of the data

SHIPPED = sorted(folder("flows").glob("*.toml"))
LINKEDIN = next(file for file in SHIPPED if file.stem == "linkedin")
HEAD = 'format = 1\nservice = "shop"\ntitle = "Shop"\norigin = "https://shop.example"\n'
ONE = '[[setting]]\nid = "one"\ntitle = "One"\npath = "/one"\n'


def write(place: Path, text: str | bytes) -> Path:
    """A flow file with this content."""
    file = place / "shop.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


# ---------------------------------------------------------------------------- what is shipped


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_flow_loads_under_its_own_name(file: Path) -> None:
    """Each shipped flow is good, and its file is called as its service."""
    assert load(file).service.service == file.stem


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_setting_says_where_it_is_known_from(file: Path) -> None:
    """Every setting has a public source, says that nobody compared it with the live page, and says why it matters."""
    for setting in load(file).service.settings:
        assert setting.source, setting.id
        assert setting.seen == "never", setting.id
        assert setting.why, setting.id


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped_ids_addresses_and_keys_are_each_for_one_setting(file: Path) -> None:
    """No two settings share an id, a title, a key, or a name on one page, so none can be taken for another."""
    service = load(file).service
    for what in (
        [setting.id for setting in service.settings],
        [(service.address(one), name) for one in service.settings for name in _names(one)],
        [setting.title for setting in service.settings],
        [key for setting in service.settings for key in setting.control.key],
    ):
        assert len(what) == len(set(what)), what


def _names(setting: Setting) -> list[str]:
    """What a setting is found by on its page; one that has it to itself needs nothing."""
    return [*setting.control.key, *(name for names in setting.control.name.values() for name in names)] or [""]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_setting_can_be_found_and_may_be_opened(file: Path) -> None:
    """Each has a key or a label to be found by, and no address that the flow itself says never to open."""
    service = load(file).service
    for setting in service.settings:
        if setting.control.kind == "manual":
            continue  # a person finds and opens it
        assert setting.control.key or setting.control.name, setting.id
        for glob in service.session.never if service.session else ():
            assert glob.strip("*") not in setting.path


def test_labels_follow_the_language_of_the_page() -> None:
    """A regional page falls back to its language; an unknown language has none; a page that names none may have any."""
    (setting,) = [one for one in load(LINKEDIN).service.settings if one.id == "ai-training"]
    control = setting.control
    assert control.labels("de-AT") == control.name["de"]
    assert control.labels("pt-br") == control.name["pt-BR"]
    assert control.labels("pt-PT") == ()
    assert control.labels("ar") == ()
    assert set(control.labels("")) == {label for labels in control.name.values() for label in labels}


def test_gaps_name_the_languages_that_a_setting_lacks() -> None:
    """A maintainer is told which labels are missing, and how the setting is found there all the same."""
    told = list(gaps(load(LINKEDIN).service))
    assert "linkedin/research: no label in de, fr, it, nl, pl, pt-BR (found by its key there)" in told
    assert not any("linkedin/ai-training:" in line for line in told)


def test_a_gap_without_a_key_says_so(tmp_path: Path) -> None:
    """Where there is no key either, only a lone control is taken."""
    labelled = ONE + 'control.name.en = "A"\ncontrol.name.de = "B"\n'
    other = ONE.replace("one", "two") + 'control.name.en = "C"\n'
    told = list(gaps(load(write(tmp_path, HEAD + labelled + other)).service))
    assert told == ["shop/two: no label in de (only a lone control is taken there)"]


def test_the_schema_is_json_and_speaks_the_words_of_the_file() -> None:
    """Editors are told `setting`, `hub` and `sweep`, as people write them, and that nothing else is allowed."""
    schema = json.loads(json.dumps(Service.model_json_schema(by_alias=True)))
    assert {"setting", "hub", "sweep"} <= schema["properties"].keys()
    assert not {"settings", "hubs", "sweeps"} & schema["properties"].keys()
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"format", "service", "title", "origin"}


# ------------------------------------------------------------------------------ what is good


def test_the_smallest_flow(tmp_path: Path) -> None:
    """Four keys and one setting are enough; the hash is that of the file's bytes."""
    flow = load(write(tmp_path, HEAD + ONE))
    (setting,) = flow.service.settings
    assert (setting.want, setting.control.kind, setting.seen, setting.may_be_missing) == (
        "off",
        "switch",
        "never",
        False,
    )
    assert len(flow.sha256) == 64
    assert load(write(tmp_path, HEAD + ONE + "\n")).sha256 != flow.sha256


@pytest.mark.parametrize(
    "origin",
    ["https://shop.example", "https://shop.example/", "https://shop.example:8443", "http://127.0.0.1:80",
     "http://localhost:1", "http://[::1]:1"],
)  # fmt: skip
def test_good_origins(tmp_path: Path, origin: str) -> None:
    """https anywhere, http on this machine itself; a final slash is dropped."""
    text = HEAD.replace("https://shop.example", origin) + ONE
    assert load(write(tmp_path, text)).service.origin == origin.rstrip("/")


def test_one_text_or_a_list_of_texts(tmp_path: Path) -> None:
    """A label may be one text, or several with the newest first."""
    text = HEAD + ONE + 'control.name.en = ["New", "Old"]\ncontrol.name.zh-Hans = "One"\n'
    (setting,) = load(write(tmp_path, text)).service.settings
    assert setting.control.name == {"en": ("New", "Old"), "zh-Hans": ("One",)}


@pytest.mark.parametrize("key", ["regions", "not_regions"])
def test_a_region_says_that_a_setting_may_be_missing(tmp_path: Path, key: str) -> None:
    """Either key says that some accounts are not offered the setting."""
    assert load(write(tmp_path, HEAD + ONE + f'{key} = ["EU"]\n')).service.settings[0].may_be_missing


# ------------------------------------------------------------------------------- what is bad

SESSION = '[session]\nprobe = "/"\n'
BAD: dict[str, tuple[str | bytes, list[str]]] = {
    "broken TOML": (HEAD + "[[setting]\n", ["is not valid TOML", "line 5"]),
    "a key twice": (HEAD + HEAD, ["is not valid TOML"]),
    "not UTF-8": ((HEAD + "# caf").encode() + b"\xe9\n", ["is not UTF-8 text", "Save it as UTF-8"]),
    "empty": ("", ['key "format" is missing', "format = 1"]),
    "no format": (HEAD.replace("format = 1\n", "") + ONE, ['key "format" is missing', "format = 1"]),
    "newer format": (HEAD.replace("1", "2", 1) + ONE, ['key "format" is 2', "reads format 1", "Install a newer"]),
    "huge format": (HEAD.replace("1", "9" * 30, 1) + ONE, ["Install a newer"]),
    "format nought": (HEAD.replace("1", "0", 1) + ONE, ['key "format" is 0', "must be 1"]),
    "format in quotes": (HEAD.replace("1", '"1"', 1) + ONE, ["key \"format\" is '1'", "must be 1"]),
    "format true": (HEAD.replace("1", "true", 1) + ONE, ['key "format"']),
    "no service": (HEAD.replace('service = "shop"\n', "") + ONE, ['key "service": is missing']),
    "no setting": (HEAD, ["no [[setting]] and no [[sweep]]"]),
    "unknown key on top": (HEAD + 'orgin = "x"\n' + ONE, ['unknown key "orgin"', 'did you mean "origin"?']),
    "settings for setting": (
        HEAD + ONE.replace("[[setting]]", "[[settings]]"), ['unknown key "settings"', 'did you mean "setting"?'],
    ),
    "unknown key in a setting": (
        HEAD + ONE + 'whyy = "x"\n', ['setting "one"', 'unknown key "whyy"', 'did you mean "why"?'],
    ),
    "unknown key in the second setting": (
        HEAD + ONE + ONE.replace("one", "two") + 'pth = "/x"\n', ['setting "two"', '"pth"', 'did you mean "path"?'],
    ),
    "unknown key far from all": (
        HEAD + ONE + "zzz = 1\n", ['setting "one"', 'unknown key "zzz"', "known here: absent, confirm, control"],
    ),
    "unknown key in a control": (
        HEAD + ONE + 'control.nmae.en = "x"\n',
        ['setting "one"', 'key "control"', '"nmae"', 'did you mean "name"?'],
    ),
    "unknown key in the session": (
        HEAD + SESSION + 'singed_out = ["/x"]\n' + ONE, ['key "session"', '"singed_out"', 'did you mean "signed_out"?'],
    ),
    "unknown key in a step of the session": (
        HEAD + SESSION + 'dismiss = [{ ccs = "x" }]\n' + ONE, ["dismiss", '"ccs"', 'did you mean "css"?'],
    ),
    "unknown key in a hub": (HEAD + '[hub.a]\npth = "/a"\n' + ONE, ['key "hub.a"', '"pth"', 'did you mean "path"?']),
    "unknown key in a sweep": (
        HEAD + '[hub.a]\npath = "/a"\n[[sweep]]\nhub = "a"\nalow = ["/x"]\n',
        ["sweep number 1", '"alow"', 'did you mean "allow"?'],
    ),
    "a setting without an id": (
        HEAD + '[[setting]]\ntitle = "One"\npath = "/one"\n', ["setting number 1", 'key "id": is missing'],
    ),
    "a setting without a path": (
        HEAD + '[[setting]]\nid = "one"\ntitle = "One"\n', ['setting "one"', 'key "path": is missing'],
    ),
    "a duplicate id": (HEAD + ONE + ONE, ['setting "one" is there twice']),
    "an id with capitals": (HEAD + ONE.replace('"one"', '"One"'), ['setting "One"', 'key "id"', "small letters"]),
    "a hub that is not there": (HEAD + ONE + 'hub = "ads"\n', ['setting "one"', 'key "hub"', "no [hub.ads]"]),
    "a sweep of a hub that is not there": (
        HEAD + '[[sweep]]\nhub = "ads"\nallow = ["/x"]\n', ["sweep", 'key "hub"', "no [hub.ads]"],
    ),
    "a sweep that allows nothing": (
        HEAD + '[hub.a]\npath = "/a"\n[[sweep]]\nhub = "a"\nallow = []\n', ["sweep number 1", 'key "allow"'],
    ),
    "a hub with a bad name": (HEAD + '[hub."My Ads"]\npath = "/a"\n' + ONE, ['key "hub.My Ads"', "small letters"]),
    "http to another machine": (
        HEAD.replace("https", "http") + ONE, ['key "origin"', "must be https (http only for this machine itself)"],
    ),
    "http to a machine with a loopback name in front": (
        HEAD.replace("https://shop", "http://localhost.shop") + ONE, ['key "origin"', "must be https"],
    ),
    "an origin with a path": (HEAD.replace(".example", ".example/x") + ONE, ['key "origin"', "must look like"]),
    "an origin with a name and password": (
        HEAD.replace("shop.example", "me:pw@shop.example") + ONE, ['key "origin"', "must look like"],
    ),
    "an origin without a scheme": (HEAD.replace("https://", "") + ONE, ['key "origin"', "must look like"]),
    "an origin of a file": (HEAD.replace("https://shop.example", "file:///etc") + ONE, ['key "origin"']),
    "an origin that is no address": (HEAD.replace("shop.example", "[shop") + ONE, ['key "origin"']),
    "a path with a host": (HEAD + ONE.replace('"/one"', '"//evil.example"'), ['setting "one"', 'key "path"']),
    "a path that is an address": (
        HEAD + ONE.replace('"/one"', '"https://evil.example/"'), ['setting "one"', 'key "path"', "must be a path"],
    ),
    "a path with a query": (HEAD + ONE.replace('"/one"', '"/one?x=1"'), ['setting "one"', 'key "path"']),
    "a path with a backslash": (HEAD + ONE.replace('"/one"', "'/\\evil.example'"), ['setting "one"', 'key "path"']),
    "a bad language tag": (
        HEAD + ONE + 'control.name.english = "x"\n',
        ['setting "one"', "control.name.english", "must be a language tag"],
    ),
    "a language tag in capitals": (HEAD + ONE + 'control.name.EN = "x"\n', ["control.name.EN", "language tag"]),
    "an empty label": (HEAD + ONE + 'control.name.en = ""\n', ['setting "one"', "control.name.en"]),
    "no label in a list": (HEAD + ONE + "control.name.en = []\n", ['setting "one"', "control.name.en"]),
    "a number for a label": (HEAD + ONE + "control.name.en = 1\n", ['setting "one"', "control.name.en"]),
    "a wish that is not off": (HEAD + ONE + 'want = "on"\n', ['setting "one"', 'key "want"', "'off'"]),
    "a wish in YAML's manner": (HEAD + ONE + "want = false\n", ['setting "one"', 'key "want"']),
    "a yes in quotes": (HEAD + ONE + 'control.inverted = "yes"\n', ['setting "one"', 'key "control.inverted"']),
    "an unknown kind": (HEAD + ONE + 'control.kind = "slider"\n', ['setting "one"', 'key "control.kind"', "'switch'"]),
    "a write without a method": (HEAD + SESSION + 'writes = ["/api/**"]\n' + ONE, ['key "session.writes', "PUT /"]),
    "a setting that is no table": (HEAD + 'setting = ["one"]\n', ["setting"]),
    "settings that are no list": (HEAD + 'setting = "one"\n', ['key "setting"']),
    "a session that is no table": (HEAD + "session = 1\n" + ONE, ['key "session"']),
    "a date": (HEAD.replace('"Shop"', "2026-11-24") + ONE, ['key "title"']),
}  # fmt: skip
MEANINGLESS = {
    "control.off": 'control.off.en = "Off"',
    "control.on": 'control.on.en = "On"',
    "control.reads": 'control.kind = "choice"\ncontrol.off.en = "No"\ncontrol.reads.off.en = "Off"',
}


def problem(place: Path, text: str | bytes) -> str:
    """The sentence that a bad flow leads to."""
    file = write(place, text)
    with pytest.raises(FlowProblem) as raised:
        load(file)
    assert raised.value.exit_status == 2
    sentence = str(raised.value)
    assert sentence.startswith(f"{file}: ")
    return sentence.removeprefix(f"{file}: ")


@pytest.mark.parametrize(("text", "words"), BAD.values(), ids=BAD.keys())
def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, text: str | bytes, words: list[str]) -> None:
    """The sentence begins with the file, names the setting and the key, and ends as one."""
    sentence = problem(tmp_path, text)
    for word in words:
        assert word in sentence
    assert "\n" not in sentence
    assert sentence.endswith((".", "1"))
    assert "pydantic" not in sentence


@pytest.mark.parametrize(("key", "line"), [(key.split(" = ")[0], line) for key, line in MEANINGLESS.items()])
def test_what_means_nothing_for_its_kind_is_refused(tmp_path: Path, key: str, line: str) -> None:
    """A key that a control of this kind has no use for is refused by name, never passed over."""
    sentence = problem(tmp_path, f"{HEAD}{ONE}{line}\n")
    assert sentence.startswith(f'setting "one", key "{key}": means nothing for a')


def test_what_a_setting_depends_on_is_there_and_leads_nowhere_back(tmp_path: Path) -> None:
    """A setting that is not there, and one that depends on itself, are named with the key; so is a fourth dialog."""
    two = ONE.replace('"one"', '"two"') + 'depends = "one"\n'
    assert load(write(tmp_path, HEAD + ONE + two)).service.settings[1].depends == "one"
    assert 'key "depends": there is no setting "three"' in problem(tmp_path, f'{HEAD}{ONE}depends = "three"\n')
    assert 'key "depends": it would depend on itself' in problem(tmp_path, f'{HEAD}{ONE}depends = "two"\n{two}')
    many = "confirm = [" + '{ click.en = "Yes" },' * 4 + "]\n"
    assert 'setting "one", key "confirm": at most 3' in problem(tmp_path, HEAD + ONE + many)


def test_a_choice_names_the_option_that_means_off(tmp_path: Path) -> None:
    """A choice with its words is read; without them, or inverted, it is refused by name."""
    words = 'control.off.en = "Off"\ncontrol.on.en = ["Allow", "Ask me"]\n'
    choice = f'{HEAD}{ONE}control.kind = "choice"\n'
    assert load(write(tmp_path, choice + words)).service.settings[0].control.off == {"en": ("Off",)}
    german = write(tmp_path, f'{choice}{words}control.name.de = "Meine Daten"\n')
    assert "shop/one: no option for off in de (not recognised there)" in list(gaps(load(german).service))
    assert 'setting "one", key "control.off"' in problem(tmp_path, choice)
    assert 'setting "one", key "control.inverted"' in problem(tmp_path, f"{choice}{words}control.inverted = true\n")


def test_a_manual_setting_is_not_refused(tmp_path: Path) -> None:
    """What a person does needs nothing of the engine."""
    assert load(write(tmp_path, HEAD + ONE + 'control.kind = "manual"\n')).service.settings[0].control.kind == "manual"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The sentence names the file and the system's reason."""
    with pytest.raises(FlowProblem, match=r"nowhere\.toml: cannot be read \(No such file or directory\)\."):
        load(tmp_path / "nowhere.toml")


def test_a_file_that_is_nested_without_end(tmp_path: Path) -> None:
    """Thousands of brackets are a sentence, not a crash."""
    assert problem(tmp_path, f"format = 1\nx = {'[' * 5000}{']' * 5000}\n") == "is nested too deeply to be a flow."


def test_a_folder_for_a_file(tmp_path: Path) -> None:
    """A folder that is called like a flow is a problem of that name."""
    with pytest.raises(FlowProblem, match=r"cannot be read \(Is a directory\)\."):
        load(tmp_path)


# ------------------------------------------------------------------------- whatever comes

SCALARS = (
    st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20)
    | st.sampled_from(["/", "//x", "en", "off", "https://x.example", "http://[", "PUT /x", "switch", ""])
)
KEYS = st.sampled_from(
    ["format", "service", "title", "origin", "session", "hub", "setting", "sweep", "id", "path", "control", "name",
     "en", "key", "kind", "want", "probe", "writes", "rows", "allow", "walk", "open", "click", "reads", "x y", "",
     "{key}"]
)  # fmt: skip
NESTED: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)


def toml(value: Any) -> str:
    """A value in TOML, with inline tables throughout."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False)


def document(data: dict[str, Any]) -> str:
    """A TOML file that holds a table."""
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in data.items())


def refused_or_good(place: Path, data: dict[str, Any]) -> None:
    """Loading ends in a Service or in one sentence, and in nothing else."""
    text = document(data)
    assert tomllib.loads(text) is not None
    file = write(place, text)
    sentence = ""
    try:
        load(file)
    except FlowProblem as found:
        sentence = str(found)
    assert sentence == "" or sentence.startswith(f"{file}: ")


@given(st.dictionaries(KEYS, NESTED, max_size=6))
@settings(max_examples=300, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE)
def test_no_table_whatever_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]) -> None:
    """Any table is a Service or a FlowProblem, with or without the format in front."""
    place = tmp_path_factory.getbasetemp()
    refused_or_good(place, data)
    refused_or_good(place, {**data, "format": 1})


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a nested value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A nested value with another value in one place."""
    if not path:
        return new
    if isinstance(value, dict):
        return {**value, path[0]: changed(value[path[0]], path[1:], new)}
    return [changed(one, path[1:], new) if index == path[0] else one for index, one in enumerate(value)]


FULL = tomllib.loads(SHIPPED[0].read_text("utf-8"))


@given(st.sampled_from([place for place in places(FULL) if place]), NESTED)
@settings(max_examples=300, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE)
def test_no_wrong_value_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, place: tuple[Any, ...], new: Any
) -> None:
    """A shipped flow with anything else in any one place is a Service or a FlowProblem."""
    refused_or_good(tmp_path_factory.getbasetemp(), changed(FULL, place, new))


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE)
def test_no_bytes_whatever_break_the_reader(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """Any file is a Service or a FlowProblem."""
    file = write(tmp_path_factory.getbasetemp(), raw)
    with pytest.raises(FlowProblem):
        load(file)


READS = 'control.reads.on.en = "On"\ncontrol.reads.off.en = "Off"\n'
KINDS = {
    "menu": ('control.off.en = "Turn off"\ncontrol.name.en = "Ads"\n' + READS, "item for off"),
    "list": ('control.off.en = "Remove"\ncontrol.name.en = "Ads"\n', "button that removes"),
    "switch": ('control.name.en = "Ads"\n' + READS, "words for on"),
}
ASTRAY = {
    "menu without its item": ("menu", "control.off.en", "", 'key "control.off": a menu needs the item'),
    "menu without words": ("menu", "control.reads", "", 'key "control.reads": a menu needs what stands there'),
    "menu without words for on": ("menu", "control.reads.on", "", 'key "control.reads.on": a menu that is read'),
    "menu, the same words": ("menu", '"Off"', '["On", "ON"]', 'key "control.reads.off.en": "ON" cannot mean both'),
    "menu inverted": ("menu", "", "control.inverted = true", 'key "control.inverted": a menu says by control.off'),
    "list without its button": ("list", "control.off", "", 'key "control.off": a list needs the name of the button'),
    "list without a name": ("list", "control.name", "", 'key "control.name": a list needs its name'),
    "list inverted": ("list", "", "control.inverted = true", 'key "control.inverted": a list says by control.off'),
    "list with words for on": ("list", "", 'control.reads.on.en = "On"', 'key "control.reads.on": a list is on while'),
    "switch without words for off": ("switch", "control.reads.off", "", 'key "control.reads.off": a switch that is'),
    "switch by words, inverted": ("switch", "", "control.inverted = true", 'key "control.inverted": control.reads'),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_control_that_is_read_by_words_or_items_loads_with_them(tmp_path: Path, kind: str) -> None:
    """With all its words it is read; a language in which they are missing is told to the maintainer."""
    words, lack = KINDS[kind]
    flow = f'{HEAD}{ONE}control.kind = "{kind}"\n{words}'
    assert load(write(tmp_path, flow)).service.settings[0].control.kind == kind
    german = load(write(tmp_path, f'{flow}control.name.de = "Werbung"\n')).service
    assert f"shop/one: no {lack} in de (not recognised there)" in list(gaps(german))


@pytest.mark.parametrize("astray", ASTRAY)
def test_words_that_do_not_go_together_are_refused_by_name(tmp_path: Path, astray: str) -> None:
    """What is missing or contradicts itself is said with the setting and the key."""
    kind, old, new, said = ASTRAY[astray]
    words = KINDS[kind][0]
    if old.startswith("control"):
        words = "".join(f"{line}\n" for line in words.splitlines() if not line.startswith(old))
    else:
        words = words.replace(old, new) if old else f"{words}{new}\n"
    sentence = problem(tmp_path, f'{HEAD}{ONE}control.kind = "{kind}"\n{words}')
    assert sentence.startswith('setting "one", ')
    assert said in sentence
    assert sentence.endswith(".")
