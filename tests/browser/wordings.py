"""Pages whose state stands in words, menus and lists in hand-written markup, over a site that keeps every write."""

import json
from dataclasses import dataclass, field

from hostile import Reply
from polls import Poll, filled

SCRIPT = """<script>
const save = (key, word) => fetch('/save/' + key, { method: 'PUT', body: word })
// A button whose menu comes up at the end of the body; each item saves its own words, and the button shows ON or OFF.
const menu = (at, key, items, how) => at.addEventListener(how.on ?? 'click', (event) => {
  if (how.dead) return
  const old = document.getElementById(key + '-menu')
  if (old) { at.setAttribute('aria-expanded', 'false'); return old.remove() }
  const list = document.createElement('ul')
  list.id = key + '-menu'
  list.setAttribute('role', how.plain ?? 'menu')
  list.style = 'position:absolute;top:300px;left:20px;background:white;border:1px solid;margin:0'
  const draw = () => list.replaceChildren(...items.map((words) => {
    const one = document.createElement('plain' in how ? 'button' : 'li')
    if (!('plain' in how)) one.setAttribute('role', 'menuitem')
    one.innerHTML = words.replace('|', '<br>')
    if (words === how.locks) one.setAttribute('aria-disabled', 'true')
    one.addEventListener('click', () => {
      if (words === how.locks) return
      const off = one.textContent === 'Turn off'
      const show = () => {
        if (how.named) at.setAttribute('aria-label', how.named[off ? 1 : 0])
        else (document.getElementById(key + '-state') ?? at).textContent = off ? 'Off' : 'On'
      }
      how.late ? setTimeout(show, 2000) : show()
      at.setAttribute('aria-expanded', 'false')
      list.remove()
      save(key, off ? 'Off' : one.textContent === 'Turn on' ? 'On' : one.textContent)
    })
    return one
  }))
  draw()
  document.body.append(list)
  at.setAttribute('aria-expanded', 'true')
  if (how.redraws) { setTimeout(draw, 60); list.addEventListener('mouseenter', draw, { once: true }) }
  addEventListener('keydown', ({ key: pressed }) => {
    if (pressed !== 'Escape') return
    list.remove()
    at.setAttribute('aria-expanded', 'false')
  })
})
// One button that turns by a click, and is named by what the click would do.
const press = (at, key, names) => at.addEventListener('click', () => {
  const off = at.getAttribute('aria-label') === names[0]
  at.setAttribute('aria-label', names[off ? 1 : 0])
  save(key, off ? 'Off' : 'On')
})
// An item goes some time after its button was clicked; the site is told at once. A list may be drawn anew meanwhile.
const drop = (at, key, how) => {
  const item = at.closest('li'), words = item.firstChild.textContent
  save(key, 'without ' + words.trim())
  const go = () => {
    const same = (one) => one.firstChild.textContent === words
    const mine = item.isConnected ? item : [...document.querySelectorAll('li')].find(same)
    const list = mine.parentElement
    mine.remove()
    if (!list.children.length && how.says) list.outerHTML = '<p>' + how.says + '</p>'
  }
  if (how.redraws) setTimeout(() => { const list = document.querySelector('ul'); if (list) list.innerHTML += '' }, 300)
  how.late ? setTimeout(go, how.late) : go()
}
</script>"""


@dataclass
class Wordings(Poll):
    """The site.

    Attributes:
        held: key -> the items that a list holds; one goes by PUT /save/KEY "without ITEM" only.
        returns: items that come back although the site has taken their removal.
    """

    lists: dict[str, list[str]] = field(default_factory=dict)
    returns: set[str] = field(default_factory=set)

    def answer(self, method: str, path: str, body: str) -> Reply:
        """Answer one request, and do what it says."""
        reply = super().answer(method, path, body)
        key = path.removeprefix("/save/")
        gone = body.removeprefix("without ")
        if method == "PUT" and reply.status == 200 and gone not in self.returns and gone in self.lists.get(key, []):
            self.lists[key].remove(gone)
        return reply

    def _filled(self, body: str) -> str:
        for key, items in self.lists.items():
            start, end = f"[{key}:", f":{key}]"
            while (at := body.find(start)) != -1:
                stop = body.index(end, at)
                tag, row, empty = body[at + len(start) : stop].split("[or]")
                rows = "".join(row.replace("ITEM", one) for one in items)
                shown = f"{tag}{rows}</ul>" if rows or not empty else empty
                body = body[:at] + shown + body[stop + len(end) :]
        return filled(body, self.chosen)


def page(inside: str, language: str = "en") -> Reply:
    """A page around some of this."""
    return Reply(f'<!doctype html><html lang="{language}">{SCRIPT}<main><h1>Settings</h1>{inside}</main>')


ITEMS = ("Turn on", "Turn off and delete activity", "Turn off")


CARD = "<h2>Partner ads</h2><p>What it is.</p>"


def menu(key: str, items: tuple[str, ...] = ITEMS, head: str = CARD, **how: object) -> str:
    """A card with a button that shows its state, unless the head has an element KEY-state; `how` goes to the script."""
    shown = "…" if "-state" in head else f"{{{key}}}"
    return (
        f'<section>{head}<div><button id="{key}" aria-haspopup="menu" aria-expanded="false" '
        f'aria-controls="{key}-menu">{shown}</button></div></section>'
        f"<script>menu(document.getElementById('{key}'), '{key}', {json.dumps(items)}, {json.dumps(how)})</script>"
    )


def listed(key: str, head: str = "<h2>Partner ads</h2>", tag: str = "<ul>", says: str = "", **how: object) -> str:
    """A list, each item of which has a button; with `says` these words stand there instead when it is empty."""
    told = json.dumps({"says": says, **how}).replace('"', "&quot;")
    row = f"<li>ITEM <button onclick=\"drop(this, '{key}', {told})\">Remove</button></li>"
    empty = f"<p>{says}</p>" if says else ""
    return f"{head}[{key}:{tag}[or]{row}[or]{empty}:{key}]"
