"""Pages with choices in hand-written markup, over a site that keeps what is chosen and every write."""

from dataclasses import dataclass, field

from hostile import Reply, Stage

SCRIPT = """<script>
const save = (key, option) => fetch('/save/' + key, { method: 'PUT', body: option })
const pick = (at, key) => {
  for (const one of at.parentElement.children) one.setAttribute('aria-checked', one === at)
  save(key, at.dataset.value ?? at.textContent.trim())
}
// A box whose list is put at the end of the body, as the libraries do it.
const box = (at, key, options, on = 'click') => at.addEventListener(on, () => {
  const open = document.querySelector('.list')
  if (open) return open.remove()
  const list = document.createElement('div')
  list.className = 'list'
  list.id = key + '-list'
  list.setAttribute('role', 'listbox')
  list.style = 'position:absolute;top:300px;left:20px;background:white;border:1px solid'
  const draw = () => list.replaceChildren(...options.map((words) => {
    const one = document.createElement('div')
    one.setAttribute('role', 'option')
    one.textContent = words
    if (words === at.dataset.locks) one.setAttribute('aria-disabled', 'true')
    one.addEventListener('click', () => {
      at.textContent = words
      at.setAttribute('aria-expanded', 'false')
      list.remove()
      save(key, words)
    })
    return one
  }))
  draw()
  document.body.append(list)
  at.setAttribute('aria-expanded', 'true')
  if (at.dataset.redraws) { setTimeout(draw, 60); list.addEventListener('mouseenter', draw, { once: true }) }
  addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    list.remove()
    at.setAttribute('aria-expanded', 'false')
  })
})
</script><style>[role=radio]{display:block}</style>"""


@dataclass
class Poll(Stage):
    """The site.

    Attributes:
        chosen: key -> the option that it holds; changed by PUT /save/KEY only.
        forgets: the saves of these keys are answered well and change nothing.
    """

    chosen: dict[str, str] = field(default_factory=dict)
    forgets: set[str] = field(default_factory=set)

    def answer(self, method: str, path: str, body: str) -> Reply:
        """Answer one request, and do what it says."""
        key = path.removeprefix("/save/")
        if method == "PUT" and path.startswith("/save/") and key not in self.refuses:
            self.asked.append(f"{method} {path} {body}")
            if key not in self.forgets:
                self.chosen[key] = body
            return Reply("saved", 200, "text/plain")
        return super().answer(method, path, body)

    def _filled(self, body: str) -> str:
        return filled(body, self.chosen)

    @property
    def picked(self) -> list[str]:
        """What was written, key and option, in order."""
        return [line.removeprefix("PUT /save/") for line in self.asked if line.startswith("PUT /save/")]


def filled(body: str, chosen: dict[str, str]) -> str:
    """A page on which some options are chosen: `{key=option:checked}` (`:selected`, `:aria`), and `{key}` for words."""
    for key, option in chosen.items():
        body = body.replace(f"{{{key}}}", option).replace(f"{{{key}={option}:aria}}", "true")
        for word in ("checked", "selected"):
            body = body.replace(f"{{{key}={option}:{word}}}", word)
    for word in ("checked", "selected"):
        body = _gone(body, f":{word}}}", "")
    return _gone(body, ":aria}", "false")


def _gone(body: str, end: str, instead: str) -> str:
    """Without the marks of what is not chosen."""
    while (at := body.find(end)) != -1:
        start = body.rindex("{", 0, at)
        body = body[:start] + instead + body[at + len(end) :]
    return body


def page(inside: str, language: str = "en") -> Reply:
    """A page around some choices."""
    return Reply(f'<!doctype html><html lang="{language}">{SCRIPT}<main><h1>Settings</h1>{inside}</main>')


def radios(key: str, title: str, options: tuple[str, ...], extra: str = "") -> str:
    """Native radios in a fieldset; `extra` goes into the input of the last option."""
    rows = "".join(
        f'<div><label><input type="radio" name="{key}" value="{one}" {{{key}={one}:checked}} '
        f"{extra if one == options[-1] else ''} onchange=\"save('{key}', this.value)\">{one}</label></div>"
        for one in options
    )
    return f"<fieldset><legend>{title}</legend>{rows}</fieldset>"


def cards(key: str, title: str, options: tuple[str, ...], note: str = "") -> str:
    """role=radio in role=radiogroup, each with a second line."""
    rows = "".join(
        f'<div role="radio" tabindex="0" aria-checked="{{{key}={one}:aria}}" data-value="{one}" '
        f"onclick=\"pick(this, '{key}')\"><b>{one}</b>{note}</div>"
        for one in options
    )
    return (
        f'<section><h2 id="{key}-t">{title}</h2><div role="radiogroup" aria-labelledby="{key}-t">{rows}</div></section>'
    )


def listed(key: str, title: str, options: tuple[str, ...]) -> str:
    """A list box that stands open."""
    rows = "".join(
        f'<li role=option aria-selected={{{key}={one}:aria}} onclick="for (const each of this.parentElement.children) '
        f"each.setAttribute('aria-selected', each === this); save('{key}', this.textContent)\">{one}</li>"
        for one in options
    )
    return f'<ul role="listbox" aria-label="{title}">{rows}</ul>'


def select(key: str, title: str, options: tuple[str, ...], rest: str = "") -> str:
    """A native select; `rest` comes after its options."""
    rows = "".join(f"<option {{{key}={one}:selected}}>{one}</option>" for one in options)
    return (
        f'<p><label for="{key}">{title}</label> <select id="{key}" onchange="save(\'{key}\', this.value)">'
        f"{rows}{rest}</select></p>"
    )


def folded(key: str, title: str, options: tuple[str, ...], on: str = "click", extra: str = "") -> str:
    """A button role=combobox whose list comes up at the end of the body; `extra` goes into its tag."""
    return (
        f'<p><span id="{key}-t">{title}</span> <button type="button" role="combobox" id="{key}" '
        f'aria-haspopup="listbox" '
        f'aria-expanded="false" aria-controls="{key}-list" aria-labelledby="{key}-t" {extra}>{{{key}}}</button></p>'
        f"<script>box(document.getElementById('{key}'), '{key}', {list(options)!r}, '{on}')</script>"
    )
