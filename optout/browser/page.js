// What only the document knows: which element holds which, where a person would click, what stands in the same row.
// Runs in a world of its own. Elements come as arguments; "above" climbs out of slots and shadow roots, closed ones too.
var optout = (() => {
  const above = (node) => node.assignedSlot ?? node.parentElement ?? (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null)
  const holds = (outer, inner) => { for (let at = inner; at; at = above(at)) if (at === outer) return true; return false }
  const squeeze = (text) => (text ?? '').normalize('NFKC').replace(/[\s\p{C}]+/gu, ' ').trim()
  const fold = (text) => squeeze(text).replace(/[‘’ʼ]/g, "'").toLocaleLowerCase()
  const MAIN = 'main, [role="main"]'
  const HANDLES = 'a[href], button, input, select, textarea, summary, [role="button"], [role="link"], [role="switch"], [role="checkbox"], ' +
    '[role="radio"], [role="tab"], [role="menuitem"], [role="option"], label, [tabindex], [onclick]'

  // Every element, those in open shadow roots included.
  function* everything(root) {
    for (const element of root.querySelectorAll('*')) {
      yield element
      if (element.shadowRoot) yield* everything(element.shadowRoot)
    }
  }

  // Half on: Chromium's tree says "false" of a role=switch whose aria-checked is "mixed", because a switch may not be.
  const half = (control) => control.indeterminate === true || ['aria-checked', 'aria-pressed'].some((name) => control.getAttribute(name) === 'mixed')
  const mixed = (controls) => controls.map(half)

  const shown = (element) => element.checkVisibility({ visibilityProperty: true })

  const busy = (control) => { for (let at = control; at; at = above(at)) if (at.ariaBusy === 'true') return true; return false }

  const ASIDE = 'header, nav, footer, aside, [role="banner"], [role="navigation"], [role="contentinfo"], [role="complementary"]'
  const SLOW_DOWN = /too many requests|rate limit|slow down|try again later/i
  const CHOICES = 'input[type="radio"], select, iframe, [role="radio"], [role="combobox"], [role="listbox"]'
  const SWITCHES = 'input[type="checkbox"], [role="switch"], [role="checkbox"], [aria-pressed]'

  // Whether a switch lies in something that is folded up. One that is hidden by itself only mirrors another's state.
  const folded = (element) => {
    if (!element.matches(SWITCHES) || element.checkVisibility()) return false
    const around = above(element)
    return Boolean(around) && (!around.checkVisibility() || (around.localName === 'details' && !around.open))
  }

  // What each control is called by its page, which other control it lies in, and whether it lies in the main part.
  function survey(controls) {
    const mains = [...document.querySelectorAll(MAIN)]
    const all = [...everything(document)]
    return {
      language: squeeze(document.documentElement.lang),
      heading: squeeze(document.querySelector('h1')?.innerText),
      complete: document.readyState === 'complete' && !controls.some((control) => busy(control)),
      signs: {
        password: all.some((element) => element.matches('input[type="password"]') && shown(element)),
        captcha: all.some((element) => element.matches('iframe[title*="captcha" i]') && shown(element)),
        throttled: !mains.length && document.body.innerText.length < 2000 && SLOW_DOWN.test(document.body.innerText),
        forms: [...document.forms].map((form) => {
          const to = new URL(form.getAttribute('action') ?? '', document.baseURI)
          return to.origin === location.origin ? to.pathname : to.origin + to.pathname
        }),
      },
      // what a sweep must not pass over: choices of another kind, and switches that are folded away
      choices: all.some((element) => (element.matches(CHOICES) || folded(element)) && (mains.length === 0 || mains.some((main) => holds(main, element)))),
      controls: controls.map((control) => ({
        keys: ['aria-labelledby', 'id', 'name'].flatMap((name) => (control.getAttribute(name) ?? '').split(/\s+/)).filter(Boolean),
        inside: controls.findIndex((other) => other !== control && holds(other, control)),
        mixed: half(control),
        main: mains.length === 0 || mains.some((main) => holds(main, control)),
        aside: [...document.querySelectorAll(ASIDE)].some((part) => holds(part, control)),
      })),
    }
  }

  // Whether a text belongs to a control: it is in the smallest element around the control that says anything at all;
  // or only a short word like "On" is nearer, at the same height, or glued to the text in the control's own name.
  // Keeps a text whose own control is missing from being given to the control of the next row.
  const belongs = (text, control, name) => {
    let around = above(control)
    const words = () => squeeze(around.innerText)
    while (around && around !== document.body && words() === squeeze(control.innerText)) around = above(around)
    if (!around || holds(control, text) || holds(around, text)) return true
    const a = text.getBoundingClientRect(), b = control.getBoundingClientRect()
    return (words().length <= 12 && a.top < b.bottom && b.top < a.bottom) || fold(name) === fold(`${text.textContent} ${words()}`)
  }

  // The controls (by index) in whose row one of the texts stands: from the text up to the first element that holds a
  // control; if that one holds several, the text belongs to none of them.
  function beside(controls, { texts, names }) {
    const wanted = texts.map(fold)
    const found = new Set()
    for (const element of everything(document)) {
      for (const child of element.childNodes) {
        if (child.nodeType !== Node.TEXT_NODE) continue
        const part = fold(child.data)
        if (!part || !wanted.some((text) => text.includes(part))) continue
        let whole = element  // a label may be cut up by bold words and the like
        while (whole && !wanted.includes(fold(whole.textContent)) && wanted.some((text) => text.includes(fold(whole.textContent)))) whole = above(whole)
        if (!whole || !wanted.includes(fold(whole.textContent)) || !whole.checkVisibility({ visibilityProperty: true })) continue
        for (let row = whole; row && row !== document.body; row = above(row)) {
          const here = controls.flatMap((control, index) => (holds(row, control) || holds(control, row) ? [index] : []))
          if (here.length === 1 && belongs(whole, controls[here[0]], names[here[0]])) found.add(here[0])
          if (here.length) break
        }
      }
    }
    return [...found]
  }

  const deepest = (x, y) => {
    let hit = document.elementFromPoint(x, y)
    while (hit?.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(x, y)
      if (!inner || inner === hit) break
      hit = inner
    }
    return hit
  }

  // Whether an element keeps to the place of another: what reaches beyond it lies over it and is no part of it.
  const within = (inner, outer) => {
    const a = inner.getBoundingClientRect(), b = outer.getBoundingClientRect(), spare = 8
    return a.left >= b.left - spare && a.top >= b.top - spare && a.right <= b.right + spare && a.bottom <= b.bottom + spare
  }

  const drawn = (element) => squeeze([...optout.texts(element)].map((text) => text.data).join(' '))

  // Whether the mouse at a point would reach `target`, and nothing else that reacts to a click in between; with `exact`
  // a link or button that says all that the target does is the target itself, as in an item of a menu.
  const reaches = (target, members, x, y, exact) => {
    let hit = deepest(x, y)
    if (!hit) return false
    const root = target.getRootNode()
    if (root instanceof ShadowRoot && root.mode === 'closed' && holds(hit, target)) hit = root.elementFromPoint(x, y) ?? hit
    if (!holds(target, hit)) return false
    if (!members.some((member) => holds(member, hit) || holds(hit, member)) && !within(hit, target)) return false
    for (let at = hit; at && at !== target; at = above(at)) if (at.matches(HANDLES) && !members.includes(at) && !members.some((member) => holds(at, member) || at.control === member) && !(exact && drawn(at) && drawn(at) === drawn(target))) return false
    return true
  }

  const area = (element) => {
    const box = element.getBoundingClientRect()
    return box.width >= 4 && box.height >= 4 ? box : null
  }

  // Where a person would click to turn one control (its nested twins are `elements` too, `others` of them are not):
  // the control itself, else its label, else the smallest wrapper that holds no other control; `exact` is itself or nothing.
  function aim(elements, { count, scroll, exact }) {
    const members = elements.slice(0, count), others = elements.slice(count)
    members.sort((a, b) => (holds(a, b) ? -1 : 1))
    if (scroll) members[0].scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
    const places = members.map((element) => ({ via: 'control', element }))
    for (const member of exact ? members : []) {  // a component around its own button takes the clicks itself
      const host = member.getRootNode() instanceof ShadowRoot ? member.getRootNode().host : null
      if (host && within(host, member)) places.push({ via: 'control', element: host })
    }
    for (const member of exact ? [] : members) {
      for (const label of member.labels ?? []) places.push({ via: 'label', element: label })
      for (let at = above(member); at; at = above(at)) if (at.localName === 'label' && !(member.labels && [...member.labels].includes(at))) places.push({ via: 'label', element: at })
    }
    for (let at = exact ? null : above(members[0]); at && at !== document.body && !at.matches(MAIN) && !others.some((other) => holds(at, other)); at = above(at)) places.push({ via: 'wrapper', element: at })
    const shown = places.find((place) => area(place.element))
    const box = shown ? area(shown.element) : null
    const points = []
    for (const { via, element } of places) {
      const rect = area(element)
      if (!rect) continue
      const middle = rect.top + rect.height / 2
      const spots = [[rect.left + rect.width / 2, middle], [rect.left + Math.min(10, rect.width / 4), middle], [rect.right - Math.min(10, rect.width / 4), middle]]
      // an inline label is not hit between its parts
      if (via === 'label') for (const part of [...element.children].map(area)) if (part) spots.push([part.left + part.width / 2, part.top + part.height / 2])
      if (box && via !== 'control') spots.unshift([box.left + box.width / 2, box.top + box.height / 2])
      const spot = spots.find(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight && reaches(element, members, x, y, exact))
      if (spot) points.push({ via, x: spot[0], y: spot[1] })
    }
    let blocker = ''
    if (!points.length && box) {
      const hit = deepest(box.left + box.width / 2, box.top + box.height / 2)
      if (hit && !holds(hit, members[0])) blocker = describe(hit)
    }
    return { box: box && { x: box.x, y: box.y, width: box.width, height: box.height }, points, blocker }
  }

  const describe = (element) => {
    const dialog = element.closest('dialog, [role="dialog"], [role="alertdialog"], [aria-modal="true"]') ?? element
    const words = squeeze(dialog.innerText).slice(0, 80)
    return `<${squeeze(dialog.localName)}>${words ? ` "${words}"` : ''}`
  }

  // The links of a page with their words, those that are folded away too; `rows` is the selector of those that matter.
  function links(_, { rows }) {
    return [...document.querySelectorAll(rows)].map((link) => {
      const at = new URL(link.href, document.baseURI)
      const words = squeeze((link.innerText || link.textContent).trim().split('\n')[0])
      return { origin: at.origin, path: at.pathname, text: words, shown: link.checkVisibility({ visibilityProperty: true }) }
    })
  }

  // A point on the first visible element of each selector where the mouse would reach it.
  function buttons(_, { selectors }) {
    return selectors.flatMap((selector) => [...document.querySelectorAll(selector)].flatMap((button) => {
      const rect = area(button)
      if (!rect || !button.checkVisibility({ visibilityProperty: true })) return []
      const x = rect.left + rect.width / 2, y = rect.top + rect.height / 2
      return reaches(button, [button], x, y) ? [{ x, y, text: squeeze(button.innerText || button.ariaLabel) }] : []
    }))
  }

  // A point on the visible link that leads to a path, scrolled into view.
  function link(_, { path }) {
    for (const anchor of document.querySelectorAll('a[href]')) {
      if (new URL(anchor.href, document.baseURI).pathname !== path || !anchor.checkVisibility({ visibilityProperty: true })) continue
      anchor.scrollIntoView({ block: 'center', behavior: 'instant' })
      const rect = area(anchor)
      if (!rect) continue
      const x = rect.left + rect.width / 2, y = rect.top + rect.height / 2
      if (reaches(anchor, [anchor], x, y)) return { x, y, text: squeeze((anchor.innerText || anchor.textContent).trim().split('\n')[0]) }
    }
    return null
  }

  return { survey, mixed, beside, aim, links, buttons, link, above, everything, holds, squeeze, MAIN }
})()
