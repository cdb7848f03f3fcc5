"""Every way in which a site can misbehave, and the true word for each: one table, to be read beside the README's words.

A row says how the site is told to misbehave, what the person types, and what must come of it. Unless it says otherwise,
the command is `run linkedin/ads-age`, and that switch is on at the beginning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

AGE, GENDER, AI = "allowAdsByAge", "allowAdsByGender", "allowDataForGenerativeAI"
JOB1, JOB2, JOB3 = "allowAdsByCurrentJob", "allowAdsByPastJobs", "allowAdsBySeniority"  # on one page
RUN_AGE = ("run", "linkedin/ads-age")
CHECK_AGE = ("check", "linkedin/ads-age")
RUN_BOTH = ("run", "linkedin/ads-age", "linkedin/ads-gender")
RUN_TWO_HUBS = ("run", "linkedin/ai-training", "linkedin/ads-age")  # pages: two hubs, two settings, and these two again
RUN_JOB = ("run", "linkedin/ads-job-information")
RUN_ALL, CHECK_ALL = ("run", "linkedin"), ("check", "linkedin")


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        name: what the site does.
        quirks: how the site is told, in names of quirks (optout/site/quirks): for that switch, or setting key or
            "session" -> names.
        word: the outcome of every setting that the command names, or setting -> outcome ("*" for all others).
        status: the exit status.
        writes: how many saves reached the site; None where it depends on milliseconds (never more than one for a key).
        off: the key or keys, of those that were on, that the site holds off at the end; None where it depends on
            milliseconds.
        command: what the person types.
        site: how the site is started (language, markup, layout, latency).
        holds: what the site holds at the beginning, where that is not what it starts with.
        flow: replacements of text in a copy of the flow file.
        then: a command afterwards, when the site has come to rest: its words, outcome and exit status.
    """

    name: str
    quirks: str | Mapping[str, str]
    word: str | Mapping[str, str]
    status: int
    writes: int | None
    off: str | tuple[str, ...] | None = ()
    command: tuple[str, ...] = RUN_AGE
    site: Mapping[str, object] = field(default_factory=dict)
    holds: Mapping[str, bool] = field(default_factory=dict)
    flow: tuple[tuple[str, str], ...] = ()
    then: tuple[tuple[str, ...], str, int] | None = None


NO_KEY = ((f'control.key     = "{AGE}"\n', ""),)
INVERTED = ((f'control.key     = "{AGE}"\n', f'control.key     = "{AGE}"\ncontrol.inverted = true\n'),)
NESTED = {"markup": "nested"}
JOB: dict[str, Any] = {"command": ("check", "linkedin/ads-job-information"), "holds": {JOB1: False, JOB2: False}}

# fmt: off
PAGE = [
    # what the site does                               how it is told                   the word    exit, writes, off
    Row("nothing wrong",                               "",                              "turned-off",     0, 1, AGE),
    Row("late by four seconds",                        "late",                          "turned-off",     0, 1, AGE),
    Row("late, and only looked at",                    "late",                          "still-on",       1, 0,
        command=CHECK_AGE),
    Row("late, and off",                               "late",                          "already-off",    0, 0,
        holds={AGE: False}),
    Row("shows off until it has the value",            "hydrate",                       "still-on",       1, 0,
        command=CHECK_AGE),
    Row("shows off until it has the value; turned",    "hydrate",                       "turned-off",     0, 1, AGE),
    Row("shows off until it has the value; is off",    "hydrate",                       "already-off",    0, 0,
        holds={AGE: False}),
    Row("shows off until it is replaced",              "replaced",                      "still-on",       1, 0,
        command=CHECK_AGE),
    Row("shows off until it is replaced, then turned", "replaced",                      "turned-off",     0, 1, AGE),
    Row("shows off for two seconds, asking nothing",   "replaced:2000",                 "still-on",       1, 0,
        command=(*CHECK_AGE, "--pace", "3")),
    Row("shows off for seven seconds, still asking",   "hydrate:7",                     "still-on",       1, 0,
        command=CHECK_AGE),
    Row("drawn anew after the click",                  "rerender",                      "turned-off",     0, 1, AGE),
    Row("drawn anew after the click, nested",          "rerender",                      "turned-off",     0, 1, AGE,
        site=NESTED),
    Row("drawn anew under the mouse, click lost",      "slips",                         "turned-off",     0, 1, AGE),
    Row("stale for two seconds after the click",       "stale",                         "turned-off",     0, 1, AGE),
    Row("stale for two seconds, nested",               "stale",                         "turned-off",     0, 1, AGE,
        site=NESTED),
    Row("a decoy before it",                           "decoy-before",                  "turned-off",     0, 1, AGE),
    Row("a decoy after it",                            "decoy-after",                   "turned-off",     0, 1, AGE),
    Row("a decoy before it, found by name",            "decoy-before",                  "turned-off",     0, 1, AGE,
        flow=NO_KEY),
    Row("a decoy in its place",                        "decoy-before, absent",          "not-recognised", 4, 0),
    Row("its label twice, known by key",               "same-label",                    "turned-off",     0, 1, AGE),
    Row("its label twice, known by name only",         "same-label",                    "not-recognised", 4, 0,
        flow=NO_KEY),
    Row("itself twice",                                "twice",                         "not-recognised", 4, 0),
    Row("in an open shadow root",                      "shadow",                        "turned-off",     0, 1, AGE),
    Row("in an open shadow root, nested",              "shadow",                        "turned-off",     0, 1, AGE,
        site=NESTED),
    Row("in a frame of the same origin",               "frame",                         "not-recognised", 4, 0),
    Row("in a frame, and off",                         "frame",                         "not-recognised", 4, 0,
        holds={AGE: False}),
    Row("half on",                                     "mixed",                         "not-recognised", 4, 0),
    Row("half on, nested",                             "mixed",                         "not-recognised", 4, 0,
        site=NESTED),
    Row("half on, stored as off",                      "mixed",                         "not-recognised", 4, 0,
        holds={AGE: False}),
    Row("greyed out",                                  "locked",                        "locked",         1, 0),
    Row("greyed out, nested",                          "locked",                        "locked",         1, 0,
        site=NESTED),
    Row("greyed out, and off",                         "locked",                        "already-off",    0, 0,
        holds={AGE: False}),
    Row("on means opted out",                          "inverted",                      "turned-off",     0, 1, AGE,
        flow=INVERTED),
    Row("on means opted out, only looked at",          "inverted",                      "still-on",       1, 0,
        flow=INVERTED, command=CHECK_AGE),
    Row("on means opted out; opted out already",       "inverted",                      "already-off",    0, 0,
        flow=INVERTED, holds={AGE: False}),
    Row("hides another switch when it is off",         "parent",                        "turned-off",     0, 1, AGE),
    Row("an unknown language, known by key",           "",                              "turned-off",     0, 1, AGE,
        site={"lang": "ar"}),
    Row("an unknown language, the only switch",        "",                              "turned-off",     0, 1, AGE,
        site={"lang": "ar"}, flow=NO_KEY),
    Row("an unknown language, two switches",           "decoy-after",                   "not-recognised", 4, 0,
        site={"lang": "ar"}, flow=NO_KEY),
    Row("right to left, nested",                       "",                              "turned-off",     0, 1, AGE,
        site={"lang": "ar", "markup": "nested"}),
    Row("another label in a known language",           "relabelled",                    "not-recognised", 4, 0,
        flow=NO_KEY),
    Row("the control is gone",                         "absent",                        "not-recognised", 4, 0),
    Row("the control is gone, nested",                 "absent",                        "not-recognised", 4, 0,
        site=NESTED),
    Row("redesigned as a list to choose from",         "redesigned",                    "not-recognised", 4, 0),
    Row("the hub has no row for it",                   "row-gone",                      "turned-off",     0, 1, AGE),
    Row("its address is gone",                         "address-gone",                  "not-recognised", 4, 0),
    Row("row and address are gone",                    "row-gone, address-gone",        "not-recognised", 4, 0),
    Row("leads to another setting",                    "elsewhere:settings/ads-by-gender", "not-recognised", 4, 0),
    Row("goes on to another setting by itself",        "drifts:settings/ads-by-gender", "not-recognised", 4, 0),
    Row("leads to closing the account",                "elsewhere:close-accounts",      "not-recognised", 4, 0),
    Row("goes on to closing the account by itself",    "drifts:close-accounts",         "turned-off",     0, 1, AGE),
]

SWEPT = [  # a page of which every switch is the setting; all but the last are off at the beginning, unless said
    Row("one of three is on",                          {},                              "still-on",       1, 0,
        **JOB),
    Row("one of three is on, and half on",             {JOB3: "mixed"},                 "not-recognised", 4, 0,
        **JOB),
    Row("one of three is on, and greyed out",          {JOB3: "locked"},                "locked",         1, 0,
        **JOB | {"command": RUN_JOB}),
    Row("one of three comes late",                     {JOB3: "late"},                  "still-on",       1, 0,
        **JOB | {"command": ("check", "linkedin/ads-job-information", "--pace", "5")}),
    Row("one of three is in a shadow root",            {JOB3: "shadow"},                "still-on",       1, 0,
        **JOB),
    Row("one of three is in a frame",                  {JOB3: "frame"},                 "not-recognised", 4, 0,
        **JOB),
    Row("one of three is a list to choose from",       {JOB3: "redesigned"},            "not-recognised", 4, 0,
        **JOB),
    Row("one of three is twice, and no save of it arrives",
        {JOB3: "twice, dropped"}, "not-saved", 1, 3, (JOB1, JOB2), command=RUN_JOB),
    Row("one of three is twice",                       {JOB3: "twice"},                 "still-on",       1, 0,
        **JOB),
    Row("two are hidden when their parent is off",     {JOB2: "child", JOB3: "child"},  "not-recognised", 4, 1, JOB1,
        command=RUN_JOB),
]

SAVE = [
    Row("refused, and rolled back",                    "refused",                       "not-saved",      1, 1),
    Row("refused, nested",                             "refused",                       "not-saved",      1, 1,
        site=NESTED),
    Row("refused silently",                            "refused-silently",              "not-saved",      1, 1),
    Row("accepted and not kept",                       "not-kept",                      "not-saved",      1, 1),
    Row("accepted, taken back three seconds later",    "reverted",                      "turned-off",     0, 1,
        then=(CHECK_AGE, "came-back", 1)),
    Row("takes five seconds",                          "slow-save",                     "turned-off",     0, 1, AGE),
    Row("the connection breaks, nothing is kept",      "dropped",                       "not-saved",      1, 1),
    Row("the connection breaks after it was kept",     "dropped-after",                 "turned-off",     0, 1, AGE),
    Row("turns on what was turned off before it",
        {GENDER: f"moves:{AGE}"}, {"ads-age": "not-saved", "ads-gender": "turned-off"}, 1, 2, GENDER,
        command=RUN_BOTH),
    Row("turns on what was off already",
        {GENDER: f"moves:{AGE}"}, "turned-off", 0, 2, GENDER, command=RUN_BOTH, holds={AGE: False}),
    Row("two that cannot both be off",
        {AGE: f"moves:{GENDER}", GENDER: f"moves:{AGE}"}, {"ads-age": "not-saved", "ads-gender": "turned-off"},
        1, 2, GENDER, command=RUN_BOTH),
    Row("two that cannot both be off; one is",
        {AGE: f"moves:{GENDER}", GENDER: f"moves:{AGE}"}, {"ads-age": "turned-off", "ads-gender": "not-saved"},
        1, 2, command=RUN_BOTH, holds={AGE: False}),
    Row("asks in a dialog that nobody knows",          "confirms",                      "not-saved",      1, 0),
]

SESSION = [
    Row("signed out at the start",                     {"session": "expires"},          "signed-out",     3, 0,
        command=RUN_ALL),
    Row("signed out at page 6, only looked at", {"session": "expires:6"},
        {"*": "signed-out", "ai-training": "still-on", "research": "still-on", "promotions": "still-on"},
        1, 0, command=CHECK_ALL),
    Row("signed out at page 6, while reading back",
        {"session": "expires:6"}, {"ai-training": "turned-off", "ads-age": "signed-out"}, 3, 2, (AI, AGE),
        command=RUN_TWO_HUBS),
    Row("signed out at page 20",
        {"session": "expires:20"}, "signed-out", 3, None, None, command=RUN_ALL),
    Row("asks whose account to open",                  {"session": "chooser"},          "signed-out",     3, 0,
        command=RUN_ALL),
    Row("another member's from the start, is off in one's own",
        {"session": "other-member"}, "still-on", 1, 0, command=CHECK_AGE, holds={AGE: False}),
    Row("another member's while reading back",         {"session": "other-member:3"},   "not-saved",      1, 1),
    Row("leads to a security check",                   {"session": "challenge"},        "challenged",     3, 0,
        command=RUN_ALL),
    Row("a security check at the page's address",      {"session": "captcha"},          "challenged",     3, 0,
        command=RUN_ALL),
    Row("too many requests (429)",                     {"session": "slow-down"},        "unreachable",    5, 0,
        command=RUN_ALL),
    Row("too many requests (999)",                     {"session": "slow-down:999"},    "unreachable",    5, 0,
        command=RUN_ALL),
    Row("too many requests, said with 200",            {"session": "slow-down:200"},    "unreachable",    5, 0,
        command=RUN_ALL),
    Row("leads round in a circle",                     {"session": "redirect-loop"},    "unreachable",    5, 0),
]

OVERLAY = [
    Row("a cookie banner",                             {"session": "cookie-banner"},    "turned-off",     0, 1, AGE),
    Row("an offer of Premium",                         {"session": "modal"},            "turned-off",     0, 1, AGE),
    Row("both, one over the other",
        {"session": "cookie-banner, modal"}, "turned-off", 0, 1, AGE),
    Row("a dialog that nobody knows",                  {"session": "unknown-modal"},    "not-recognised", 4, 0),
    Row("a dialog that nobody knows, and off",         {"session": "unknown-modal"},    "not-recognised", 4, 0,
        holds={AGE: False}),
    Row("a cookie banner slides in",                   {"session": "sliding-banner"},   "turned-off",     0, 1, AGE),
    Row("a dialog that nobody knows comes later",      {"session": "sliding-modal"},    "not-recognised", 4, 0),
]

TRANSPORT = [
    Row("an error (500)",                              {"session": "error:500"},        "unreachable",    5, 0),
    Row("an error (503)",                              {"session": "error:503"},        "unreachable",    5, 0),
    Row("an empty page",                               {"session": "empty"},            "not-recognised", 4, 0),
    Row("a page that never ends, and off",             "endless",                       "unreachable",    5, 0,
        holds={AGE: False}),
    Row("gone from the start",                         {"session": "gone"},             "unreachable",    5, 0),
    Row("gone while reading back",
        {"session": "gone:5"}, "unreachable", 5, 2, (AI, AGE), command=RUN_TWO_HUBS),
    Row("300 ms late with everything",                 "",                              "turned-off",     0, 1, AGE,
        site={"latency_ms": 300}),
]

EVERY = [  # whatever is on offer, in one run
    Row("nothing wrong anywhere, only looked at",      "",                              "still-on",       1, 0,
        command=CHECK_ALL, site={"layout": "all"}),
    Row("every save is refused",                       {"*": "refused"},                "not-saved",      1, None,
        command=RUN_ALL, site={"layout": "all"}),
    Row("no save is kept",                             {"*": "not-kept"},               "not-saved",      1, None,
        command=RUN_ALL, site={"layout": "all"}),
    Row("every switch is greyed out",                  {"*": "locked"},                 "locked",         1, 0,
        command=RUN_ALL, site={"layout": "all"}),
    Row("every switch is half on, nested",             {"*": "mixed"},                  "not-recognised", 4, 0,
        command=RUN_ALL, site={"layout": "all", **NESTED}),
]

MIXED = [
    Row("late, refused, under a banner",
        {AGE: "late, refused", "session": "cookie-banner"}, "not-saved", 1, 1),
    Row("in a shadow root, after a decoy, saved slowly",
        "shadow, decoy-before, slow-save", "turned-off", 0, 1, AGE),
    Row("stale, drawn anew and not kept",              "stale, rerender, not-kept",     "not-saved",      1, 1),
    Row("in a shadow root, late, silently refused",    "shadow, late, refused-silently", "not-saved",      1, 1),
    Row("on means opted out, the connection breaks",   "inverted, dropped",             "not-saved",      1, 1,
        flow=INVERTED, site=NESTED),
    Row("no row, shows off at first, right to left",
        {AGE: "row-gone, hydrate", "session": "modal"}, "turned-off", 0, 1, AGE, site={"lang": "ar"}),
]
# fmt: on

ROWS = [*PAGE, *SWEPT, *SAVE, *SESSION, *OVERLAY, *TRANSPORT, *EVERY, *MIXED]
