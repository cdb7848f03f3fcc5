"""Which keys of a flow's settings are missing or contradict others, and in which languages it says too little. Pure."""

from collections.abc import Iterator

from optout.flow import Control, Labels, Reads, Service, Setting

_DIALOGS = 3  # more in a row are no confirming
_OFFS = {"choice": "option for off", "menu": "item for off", "list": "button that removes"}
_WITHOUT_MEANING = {
    "switch": ("off", "on"),
    "choice": ("reads",),
    "list": ("on",),
    "manual": ("key", "name", "off", "on", "reads", "inverted"),
}
_NEEDS_OFF = {
    "choice": "a choice needs the option that means off",
    "menu": "a menu needs the item that turns it off",
    "list": "a list needs the name of the button that removes an item",
}


def contradictions(service: Service) -> Iterator[str]:
    """What makes no sense in the settings of a flow, in whole sentences without the full stop."""
    for setting in service.settings:
        for key, why in _contradictions(setting.control):
            yield f'setting "{setting.id}", key "control.{key}": {why}'
        if len(setting.confirm) > _DIALOGS:
            yield f'setting "{setting.id}", key "confirm": at most {_DIALOGS} dialogs are confirmed'
        if setting.depends and (why := _astray(service, setting)):
            yield f'setting "{setting.id}", key "depends": {why}'


def _astray(service: Service, setting: Setting) -> str:
    """Why what a setting depends on cannot be; empty if it can."""
    by_id = {one.id: one for one in service.settings}
    passed, here = {setting.id}, setting
    while here.depends:
        if here.depends not in by_id:
            return f'there is no setting "{here.depends}"'
        if here.depends in passed:
            return "it would depend on itself"
        passed.add(here.depends)
        here = by_id[here.depends]
    return ""


def silent(control: Control) -> Iterator[str]:
    """What a control lacks, without which it is not recognised, in languages in which it has a name."""
    for what, words in _needed(control):
        if missing := sorted(set(control.name) - set(words)):
            yield f"no {what} in {', '.join(missing)}"


def _contradictions(control: Control) -> Iterator[tuple[str, str]]:
    for key in _WITHOUT_MEANING.get(control.kind, ()):
        if getattr(control, key):
            yield key, f"means nothing for a {control.kind}"
    if not control.off and (why := _NEEDS_OFF.get(control.kind)):
        yield "off", why
    if control.inverted and control.kind in _NEEDS_OFF:
        yield "inverted", f"a {control.kind} says by control.off what means off"
    if control.kind == "list" and not (control.name or control.key):
        yield "name", "a list needs its name, or that of its heading"
    if control.kind == "list" and control.reads and control.reads.on:
        yield "reads.on", "a list is on while it has items, whatever stands there"
    if control.kind == "menu" and not control.reads:
        yield "reads", "a menu needs what stands there when it is on, and when it is off"
    if control.reads and control.kind in ("switch", "menu"):
        yield from _misread(control.kind, control.reads)
        if control.inverted:
            yield "inverted", "control.reads itself says what means on and off"


def _misread(kind: str, reads: Reads) -> Iterator[tuple[str, str]]:
    for key, texts in (("on", reads.on), ("off", reads.off)):
        if not texts:
            yield f"reads.{key}", f"a {kind} that is read by words needs those for {key}"
    for tag in sorted(reads.on.keys() & reads.off.keys()):
        on, off = ({text.casefold(): text for text in texts[tag]} for texts in (reads.on, reads.off))
        for same in sorted(on.keys() & off.keys()):
            yield f"reads.off.{tag}", f'"{off[same]}" cannot mean both on and off'


def _needed(control: Control) -> Iterator[tuple[str, Labels]]:
    if control.kind in _OFFS:
        yield _OFFS[control.kind], control.off
    if control.reads and control.kind in ("switch", "menu"):
        yield "words for on", control.reads.on
        yield "words for off", control.reads.off
