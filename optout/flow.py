"""The vocabulary of a flow file: a Service, its Session, Hubs, Settings, Controls and Sweeps. It holds no verbs."""

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from optout.place import Origin, PagePath, Place, split

FORMAT = 1


def _name(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", value):
        raise PydanticCustomError("name", "may hold small letters, digits and hyphens only")
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        raise PydanticCustomError("language", 'must be a language tag such as "en" or "pt-BR"')
    return value


def _write(value: str) -> str:
    if not re.fullmatch(r"[A-Z]+ /\S*", value):
        raise PydanticCustomError("write", 'must be a method and a path, such as "PUT /settings/**"')
    return value


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, AfterValidator(_name)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed), Field(min_length=1)]
Labels = dict[Annotated[str, AfterValidator(_language)], Texts]


def spoken(labels: dict[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """What is listed for a page's language ("de-AT" falls back to "de"); all of it where the page names none."""
    if not language:
        return tuple(label for texts in labels.values() for label in texts)
    by_tag = {tag.lower(): texts for tag, texts in labels.items()}
    tag = language.lower().replace("_", "-")
    return by_tag.get(tag) or by_tag.get(tag.split("-")[0], ())


class _Table(BaseModel):
    """A TOML table in which an unknown key is an error that names the nearest known one."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: Any) -> Any:
        if isinstance(data, dict):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in data:
                if key not in known:
                    near = get_close_matches(key, known, n=1)
                    hint = f'did you mean "{near[0]}"?' if near else f"known here: {', '.join(sorted(known))}"
                    raise PydanticCustomError("unknown_key", 'unknown key "{key}" ({hint})', {"key": key, "hint": hint})
        return data


class Step(_Table):
    """One click on the way to or from a control, by its whole visible text."""

    click: Labels
    role: Literal["button", "link", "tab", "menuitem", "option"] = "button"


class Reads(_Table):
    """What the control's name or row says where its state stands only in words."""

    on: Labels = {}
    off: Labels = {}


class Control(_Table):
    """How the state of one setting is held on its page."""

    kind: Literal["switch", "choice", "menu", "list", "manual"] = "switch"
    key: Texts = ()
    name: Labels = {}
    off: Labels = {}
    on: Labels = {}
    reads: Reads | None = None
    inverted: bool = False

    def labels(self, language: str) -> tuple[str, ...]:
        """The listed labels for a page's language ("de-AT" falls back to "de"); all of them where it names none."""
        return spoken(self.name, language)


class Setting(_Table):
    """One privacy choice: where it is, which control holds it, and why anybody would want it off."""

    id: Name
    title: Text
    why: str = ""
    path: PagePath
    hub: Name | None = None
    origin: Origin | None = None
    want: Literal["off"] = "off"
    control: Control = Control()
    open: tuple[Step, ...] = ()
    confirm: tuple[Step, ...] = ()
    save: Step | None = None
    within: Labels = {}
    frame: str = ""
    depends: Name | None = None
    absent: Labels = {}
    regions: Texts = ()
    not_regions: Texts = ()
    loses: str = ""
    source: str = ""
    seen: str = "never"

    @property
    def may_be_missing(self) -> bool:
        """Whether the flow says that some accounts are not offered this."""
        return bool(self.regions or self.not_regions or self.absent)


class Hub(_Table):
    """A page whose rows lead to settings, and the menus that a person walks to get there."""

    path: PagePath
    walk: Texts = ()


class Css(_Table):
    """An element of the site, by selector."""

    css: Text


class Session(_Table):
    """How a signed-in page looks, by address, and what must never be opened or written."""

    probe: PagePath
    signed_out: tuple[Place, ...] = ()
    challenge: tuple[Place, ...] = ()
    missing: tuple[PagePath, ...] = ()
    never: tuple[Text, ...] = ()
    writes: tuple[Annotated[str, AfterValidator(_write)], ...] = ()
    dismiss: tuple[Css, ...] = ()
    mask: tuple[Css, ...] = ()

    def saves(self, method: str, path: str) -> bool:
        """Whether a request is one of `writes`."""
        return any(fnmatchcase(f"{method} {path}", write.replace("**", "*")) for write in self.writes)


class Sweep(_Table):
    """A hub whose allowed rows are all settings of one kind, whether the flow lists them or not."""

    hub: Name
    rows: Text = "main a[href]"
    allow: Annotated[tuple[PagePath, ...], Field(min_length=1)]
    want: Literal["off"] = "off"

    def allows(self, path: str) -> bool:
        """Whether a row that leads to this path is a setting of the sweep."""
        return any(fnmatchcase(path, pattern) for pattern in self.allow)


class Service(_Table):
    """One site with an account: all that a flow file says, and the file's hash."""

    format: int
    service: Name
    title: Text
    origin: Origin
    session: Session | None = None
    hubs: dict[Name, Hub] = Field(default={}, alias="hub")
    settings: tuple[Setting, ...] = Field(default=(), alias="setting")
    sweeps: tuple[Sweep, ...] = Field(default=(), alias="sweep")

    @property
    def origins(self) -> tuple[str, ...]:
        """Where its pages are that a program opens: its own origin first, then those of single settings."""
        elsewhere = [one.origin for one in self.settings if one.origin and one.control.kind != "manual"]
        return tuple(dict.fromkeys((self.origin, *elsewhere)))

    @property
    def doors(self) -> tuple[str, ...]:
        """The other origins to which it sends those who have to sign in or to prove who they are."""
        places = (*self.session.signed_out, *self.session.challenge) if self.session else ()
        return tuple(dict.fromkeys(origin for origin, _ in map(split, places) if origin not in ("", *self.origins)))

    def address(self, setting: Setting) -> str:
        """Where a setting's page is."""
        return (setting.origin or self.origin) + setting.path

    def served_from(self, stand_ins: Mapping[str, str]) -> "Service":
        """The same with other origins in the place of some, wherever the flow names them."""

        def there(origin: str) -> str:
            return stand_ins.get(origin, origin)

        def moved(places: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(there(origin) + path for origin, path in map(split, places))

        session = self.session and self.session.model_copy(
            update={"signed_out": moved(self.session.signed_out), "challenge": moved(self.session.challenge)}
        )

        def framed(glob: str) -> str:
            mine = next((origin for origin in stand_ins if glob.startswith(origin + "/")), "")
            return stand_ins.get(mine, "") + glob.removeprefix(mine)

        settings = tuple(
            one.model_copy(update={"origin": one.origin and there(one.origin), "frame": framed(one.frame)})
            for one in self.settings
        )
        return self.model_copy(update={"origin": there(self.origin), "session": session, "settings": settings})

    @property
    def is_save(self) -> Callable[[str, str], bool] | None:
        """Whether a request (method, path) is a save of this site; None where the flow does not say."""
        return self.session.saves if self.session and self.session.writes else None

    @model_validator(mode="after")
    def _consistent(self) -> "Service":
        for problem in self._contradictions():
            raise PydanticCustomError("contradiction", "{problem}", {"problem": problem})
        return self

    def _contradictions(self) -> Iterator[str]:
        ids: set[str] = set()
        for setting in self.settings:
            if setting.id in ids:
                yield f'setting "{setting.id}" is there twice'
            ids.add(setting.id)
            if setting.hub and setting.hub not in self.hubs:
                yield f'setting "{setting.id}", key "hub": there is no [hub.{setting.hub}]'
            if setting.hub and setting.origin not in (None, self.origin):
                yield f'setting "{setting.id}", key "origin": the rows of a hub lead to the service\'s own origin only'
        if not self.settings and not self.sweeps:
            yield "it lists no [[setting]] and no [[sweep]]"
        for sweep in self.sweeps:
            if sweep.hub not in self.hubs:
                yield f'sweep, key "hub": there is no [hub.{sweep.hub}]'
