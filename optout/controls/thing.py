"""The one thing that a step is to click: found by its role and its whole words, and clicked only while it stays so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from optout.browser.tab import Tab
from optout.controls.kind import Aim, Target, bare
from optout.controls.scope import ANYWHERE, Scope
from optout.controls.tree import printable, properties
from optout.flow import Step, spoken


@dataclass(frozen=True, slots=True)
class Thing:
    """What a step is to click, where it stands, and whether it can be clicked yet."""

    element: int
    disabled: bool
    where: Aim | None = None

    @property
    def ready(self) -> bool:
        """Whether the mouse reaches it."""
        return not self.disabled and any(via == "control" for via, _, _ in (self.where.points if self.where else ()))

    def click(self, tab: Tab) -> None:
        """Click it with the mouse; raises PageGone."""
        assert self.where
        tab.click(*next((x, y) for via, x, y in self.where.points if via == "control"))


@dataclass(frozen=True, slots=True)
class Lack:
    """Why nothing can be clicked, as the end of a sentence."""

    problem: str


def look(tab: Tab, step: Step, language: str, *, dialog: bool, but: int = 0, scope: Scope = ANYWHERE) -> Thing | Lack:
    """The one thing of a step's role and words, in the dialog on top if one is open; or why there is none.

    Args:
        tab: the tab that shows the page.
        step: what the flow says.
        language: the page's.
        dialog: only a dialog counts.
        but: an element that was clicked before, and is none while it goes away.
        scope: the part of the page that it is in.

    Raises:
        PageGone: the page was replaced meanwhile.
    """
    labels = spoken(step.click, language)
    if not labels:
        return Lack(f'the flow has no words for a {step.role} in the page\'s language ("{language}")')
    raw = [node for node in tab.document.tree((step.role,)) if int(node["backendDOMNodeId"]) != but]
    elements = [int(node["backendDOMNodeId"]) for node in raw]
    top = tab.document.call("dialog", elements)
    if dialog and not top["open"]:
        return Lack(f"no dialog with {called(step, language)} came up")
    within, problem = scope.hold(tab, elements, language)
    if problem:
        return Lack(problem)
    here = [
        node
        for node, inside, part in zip(raw, top["inside"], within, strict=True)
        if part and (inside or not top["open"])
    ]
    mine = _named(tab, here, labels)
    place = f'the dialog "{top["says"]}"' if top["open"] else "the page"
    if len(mine) != 1:
        said = ", ".join(f'"{_name(node)}"' for node in here[:6] if _name(node))
        count = f"{len(mine)} {step.role}s" if mine else f"no {step.role}"
        rest = f"; it has {said}" if said and not mine else ""
        return Lack(f'{place} has {count} called "{labels[0]}"{rest}')
    element = int(mine[0]["backendDOMNodeId"])
    if properties(mine[0]).get("disabled"):
        return Thing(element, disabled=True)
    return Thing(element, disabled=False, where=Target((element,), (), None, exact=True).aim(tab))


def _named(tab: Tab, raw: list[dict[str, Any]], labels: tuple[str, ...]) -> list[dict[str, Any]]:
    """Those that are called so: by the whole name, or by the whole title that is drawn in their first line."""
    if not raw:
        return []
    elements = [int(node["backendDOMNodeId"]) for node in raw]
    drawn = tab.document.call("titles", elements, labels=list(labels))
    wanted = [*map(bare, labels)]
    return [
        node
        for node, titles in zip(raw, drawn, strict=True)
        if bare(_name(node)) in wanted or any(bare(_name(node)).startswith(wanted[index]) for index in titles)
    ]


def sure(tab: Tab, thing: Thing, again: Callable[[], Thing | Lack]) -> bool:
    """Whether it is still the same once the mouse is over it."""
    assert thing.where
    tab.hover(*next((x, y) for via, x, y in thing.where.points if via == "control"))
    return again() == thing


def called(step: Step, language: str) -> str:
    """What to call a step in a sentence."""
    return f'{step.role} "{next(iter(spoken(step.click, language)), "")}"'


def _name(node: dict[str, Any]) -> str:
    return printable(str(node.get("name", {}).get("value", "")))
