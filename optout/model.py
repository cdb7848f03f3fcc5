"""The nouns of a run: what was seen, what became of each setting, and the run that holds it all."""

from dataclasses import dataclass, field, replace
from enum import StrEnum


class State(StrEnum):
    """Whether the person's data is used; never whether a widget is lit."""

    ON = "on"
    OFF = "off"
    MIXED = "mixed"
    UNKNOWN = "unknown"

    @property
    def opposite(self) -> "State":
        """What one click makes of on or off; the others have none."""
        return {State.ON: State.OFF, State.OFF: State.ON}.get(self, State.UNKNOWN)


class Mode(StrEnum):
    """What a run may do: turn switches off, only look, or turn back on what an earlier run turned."""

    RUN = "run"
    CHECK = "check"
    DRY_RUN = "dry-run"
    UNDO = "undo"

    @property
    def turns(self) -> bool:
        """Whether this mode may change anything on the site."""
        return self in (Mode.RUN, Mode.UNDO)

    @property
    def goal(self) -> State:
        """What a switch shall be when this mode has turned it."""
        return State.ON if self is Mode.UNDO else State.OFF


class Outcome(StrEnum):
    """The word that a reader sees; `exit_status` is what it makes of the whole run."""

    ALREADY_OFF = "already-off"
    TURNED_OFF = "turned-off"
    NOT_OFFERED = "not-offered"
    SKIPPED = "skipped"
    PUT_BACK = "put-back"
    STILL_ON = "still-on"
    CAME_BACK = "came-back"
    NOT_SAVED = "not-saved"
    LOCKED = "locked"
    SIGNED_OUT = "signed-out"
    CHALLENGED = "challenged"
    NOT_RECOGNISED = "not-recognised"
    UNREACHABLE = "unreachable"

    @property
    def exit_status(self) -> int:
        """The process exit status that this outcome asks for."""
        return _EXIT_STATUS[self]

    @property
    def is_off(self) -> bool:
        """Whether the word says that the setting was read off."""
        return self in (Outcome.ALREADY_OFF, Outcome.TURNED_OFF)


_EXIT_STATUS = {
    Outcome.ALREADY_OFF: 0,
    Outcome.TURNED_OFF: 0,
    Outcome.NOT_OFFERED: 0,
    Outcome.SKIPPED: 0,
    Outcome.PUT_BACK: 0,
    Outcome.STILL_ON: 1,
    Outcome.CAME_BACK: 1,
    Outcome.NOT_SAVED: 1,
    Outcome.LOCKED: 1,
    Outcome.SIGNED_OUT: 3,
    Outcome.CHALLENGED: 3,
    Outcome.NOT_RECOGNISED: 4,
    Outcome.UNREACHABLE: 5,
}
INTERRUPTED = 130
BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class Box:
    """Where a control stands in its picture, in CSS pixels from the picture's top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a page could not be read: the word that it leads to, and what was seen, in one sentence.

    `missing` says that the site itself answered "there is no such page"; `stops` that no other page of this
    service should be asked for now; `absent` that its page came whole, and nothing on it could be the control.
    """

    outcome: Outcome
    sentence: str
    missing: bool = False
    stops: bool = False
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """What a page shows that stands for something else than a setting: a sign-in, a captcha, "slow down".

    Attributes:
        password: it asks for a password.
        captcha: it holds a captcha.
        throttled: it has hardly any words, and these ask to slow down.
        forms: where its forms lead: paths of its own origin, or addresses elsewhere.
    """

    password: bool = False
    captcha: bool = False
    throttled: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """What one load of a setting's page showed. `state` is `unknown` where an obstacle stood in the way."""

    state: State
    at: str  # UTC, ISO 8601
    asked: str
    landed: str = ""
    language: str = ""
    controls: tuple[str, ...] = ()  # one line of the accessibility tree each
    boxes: tuple[Box, ...] = ()
    disabled: bool = False
    note: str = ""  # what a reader must know to trust it, e.g. that the label could not be checked
    picture: str = ""  # file name in the run folder
    sha256: str = ""  # of the picture
    obstacle: Obstacle | None = None
    local: str = ""  # `at` in local time, with its offset from UTC
    certificate: str = ""  # SHA-256 of the one that its origin showed; empty where there was none

    def blocked(self, obstacle: Obstacle) -> "Observation":
        """The same with something in the way: whatever it showed before says nothing now."""
        return replace(self, state=State.UNKNOWN, obstacle=obstacle)


@dataclass(frozen=True, slots=True)
class Turn:
    """One attempt to turn a control: where it was clicked, and what the site answered to the save."""

    control: str
    via: str  # "control", "label", "wrapper", "keyboard", "person"; BEGUN where it was cut off in the middle
    save: str = ""  # "PUT /path 200"; empty where no save request was seen
    refused: bool = False  # the save was answered with an error
    shown: State = State.UNKNOWN  # what the tree said afterwards; not yet to be believed
    obstacle: Obstacle | None = None  # why no click was possible
    stuck: str = ""  # what could not be clicked after it: a dialog's button, a Save button


@dataclass(frozen=True, slots=True)
class Proof:
    """When a setting was last proved off, and when it was first seen on again after that.

    Attributes:
        at: when it was read off (UTC, ISO 8601).
        run: the id of the run that read it.
        on_since: when it was first read on again since (UTC, ISO 8601); empty if it was not.
        on_run: the id of the run that read that.
    """

    at: str
    run: str
    on_since: str = ""
    on_run: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one setting, with all that it rests on."""

    service: str
    account: str
    setting: str
    title: str
    url: str
    outcome: Outcome
    sentence: str
    before: Observation | None = None
    after: Observation | None = None  # read on a page loaded anew after a change; None where nothing was turned
    turns: tuple[Turn, ...] = ()

    @property
    def last(self) -> Observation | None:
        """The observation that is believed."""
        return self.after or self.before

    @property
    def clicked(self) -> bool:
        """Whether anything was clicked."""
        return any(not turn.obstacle for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A row on a swept hub that the flow does not know: perhaps a switch that the vendor just added."""

    service: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Versions:
    """The programs that a run used."""

    optout: str
    browser: str = ""
    python: str = ""
    system: str = ""
    playwright: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a sealed run stands in the chain of all runs of its home.

    Attributes:
        number: the first run is 1.
        previous: the SHA-256 of the manifest before it; empty for the first.
        key: the fingerprint of the key that signs it; empty where there was none to sign with.
        at: when it was sealed (UTC, ISO 8601).
        anew: the head of the chain was gone, and this one was numbered after the runs that were there.
    """

    number: int
    previous: str
    key: str
    at: str
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program over some settings; what a run folder holds."""

    id: str
    mode: Mode
    started: str  # UTC, ISO 8601
    versions: Versions
    flows: dict[str, str] = field(default_factory=dict)  # service -> SHA-256 of its flow file
    finished: str = ""  # empty while it goes on, and for ever where it was cut off
    interrupted: bool = False
    results: tuple[Result, ...] = ()
    unlisted: tuple[Unlisted, ...] = ()
    targets: tuple[str, ...] = ()  # as the person typed them; none means all
    undoes: str = ""  # the run whose turning this one puts back
    problem: str = ""  # why not all of it could be stored
    accounts: dict[str, str] = field(default_factory=dict)  # service/account -> its keyed hash
    names: tuple[str, ...] = ()  # keyed hashes of the names that its pictures hide
    files: dict[str, str] = field(default_factory=dict)  # name -> SHA-256 of every file beside the manifest
    chain: Link | None = None  # None until it is sealed

    @property
    def exit_status(self) -> int:
        """The smallest non-zero status among the results, 130 where the run was interrupted."""
        if self.interrupted:
            return INTERRUPTED
        unkept = Outcome.UNREACHABLE.exit_status if self.problem else 0
        return min((status for status in (unkept, *(r.outcome.exit_status for r in self.results)) if status), default=0)
