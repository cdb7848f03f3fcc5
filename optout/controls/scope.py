"""The part of a page in which a control is looked for: under a heading, in a group, in the dialog that was opened."""

from dataclasses import dataclass, field

from optout.browser.tab import Tab
from optout.controls.kind import bare
from optout.controls.tree import printable
from optout.flow import Labels, spoken

_FRAMES = ("group", "radiogroup", "region", "dialog", "alertdialog", "form", "article", "tabpanel", "listitem", "list")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a flow says that a control is.

    Attributes:
        within: the heading or the name of the group that it stands under or in; none means anywhere.
        dialog: steps were taken to reach it: where these have opened a dialog, it is in there.
    """

    within: Labels = field(default_factory=dict)
    dialog: bool = False

    def hold(self, tab: Tab, elements: list[int], language: str) -> tuple[list[bool], str]:
        """Which elements are inside, or what is wrong, as the end of a sentence; raises PageGone."""
        inside = [True] * len(elements)
        if self.dialog:
            seen = tab.document.call("dialog", elements)
            tab.in_dialog |= seen["open"]  # it closes again? Then what stands behind it is another
            inside = list(seen["inside"]) if tab.in_dialog else inside
        if not self.within:
            return inside, ""
        labels = spoken(self.within, language)
        if not labels:
            return [], "the flow has no words in the page's language for the part that holds it"
        named = [
            (str(node["role"]["value"]), int(node["backendDOMNodeId"]))
            for node in tab.document.tree((*_FRAMES, "heading"))
            if bare(printable(str(node.get("name", {}).get("value", "")))) in map(bare, labels)
        ]
        frames = [element for role, element in named if role != "heading"]
        heads = [element for role, element in named if role == "heading"]
        seen = tab.document.call("part", [*elements, *frames, *heads], controls=len(elements), frames=len(frames))
        if seen["count"] != 1:
            how = f"{seen['count']} parts" if seen["count"] else "no part"
            return [], f'the page has {how} called "{labels[0]}"'
        return [one and part for one, part in zip(inside, seen["inside"], strict=True)], ""


ANYWHERE = Scope()
