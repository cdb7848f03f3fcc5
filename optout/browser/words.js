// What only the document knows of words that stand beside a button or over a list: a state, a name, what is left of it.
Object.assign(optout, (() => {
  const { above, holds, squeeze, texts, precedes, bare } = optout
  const HEADS = 'h1, h2, h3, h4, h5, h6, [role="heading"]'
  const DIALOGS = 'dialog, [role="dialog"], [role="alertdialog"], [aria-modal="true"]'
  const APART = 'button, a[href], input, select, textarea, summary, [role="button"], [role="link"], [role="menu"], [role="listbox"], [role="tooltip"], [role="option"], [role="menuitem"], [role="tab"]'
  const PICKED = APART.replace('a[href], ', '').replace('[role="link"], ', '')  // a name may well be a link
  const home = (text) => text.parentElement ?? text.getRootNode().host
  const closest = (element, selector) => { for (let at = element; at; at = above(at)) if (at.matches(selector)) return at; return null }
  const words = (element) => squeeze([...texts(element)].map((text) => text.data).join(' '))
  const said = (element) => squeeze(element.innerText) || words(element)

  // The words that stand in one line of thought: texts in the same block, with no other block between them.
  function* runs() {
    const blocks = new Map()
    const block = (element) => {
      if (!blocks.has(element)) {
        const inline = ['inline', 'contents'].includes(getComputedStyle(element).display) && above(element)
        blocks.set(element, inline ? block(above(element)) : element)
      }
      return blocks.get(element)
    }
    let run = [], where = []
    for (const text of texts(document.documentElement)) {
      const here = [block(home(text)), closest(home(text), PICKED)]
      if (run.length && here.some((one, index) => one !== where[index])) { yield run; run = [] }
      where = here
      run.push(text)
    }
    if (run.length) yield run
  }

  // Where one of the wanted texts stands as a whole: nothing else stands in the same line, but for others of them. "Off"
  // in "Ads are off for children" is none.
  function* standing(wanted) {
    for (const run of runs()) {
      const whole = wanted.indexOf(bare(run.map((text) => text.data).join('')))
      if (whole >= 0) {
        let at = home(run[0])
        while (!run.every((text) => holds(at, home(text)))) at = above(at)
        yield { at, index: whole }
        continue
      }
      const parts = run.filter((text) => /[\p{L}\p{N}]/u.test(text.data))
      const each = parts.map((text) => wanted.indexOf(bare(text.data)))
      if (each.every((index) => index >= 0)) for (const [at, index] of each.entries()) yield { at: home(parts[at]), index }
    }
  }

  // What the part of a page says besides its buttons, links and the like.
  const aside = (part) => bare([...texts(part)].filter((text) => !closest(home(text), APART)).map((text) => text.data).join(' '))

  // The smallest part around a button that says anything besides buttons; words of a state alone count for nothing if
  // what is looked for is a name.
  const nearby = (button, little) => {
    let at = above(button)
    while (at && at !== document.body && (!aside(at) || little.includes(aside(at)))) at = above(at)
    return at
  }

  // What each button says itself, and which of the names and states stand in its row: in the smallest part around it
  // that says anything, on the way up to which no other button is met. Of several buttons in a row, the only one that
  // opens a menu is meant.
  function rows(buttons, { names, states, popups }) {
    const labels = names.map(bare), little = states.map(bare)
    const found = buttons.map((button) => ({ text: said(button), names: [], states: [] }))
    for (const { at, index } of standing([...labels, ...little])) {
      const word = index < labels.length ? labels[index] : little[index - labels.length]
      if (closest(at, labels.includes(word) ? PICKED : APART)) continue
      for (let row = at; row && row !== document.body; row = above(row)) {
        const here = buttons.flatMap((button, each) => (holds(row, button) ? [each] : []))
        if (!here.length) continue
        const menus = here.filter((each) => popups[each])
        const [mine, ...more] = here.length > 1 && menus.length === 1 ? menus : here
        if (more.length) break
        if (labels.includes(word) && nearby(buttons[mine], little) && holds(nearby(buttons[mine], little), at)) found[mine].names.push(labels.indexOf(word))
        if (little.includes(word) && nearby(buttons[mine], []) && holds(nearby(buttons[mine], little), at)) found[mine].states.push(little.indexOf(word))
        break
      }
    }
    return found
  }

  // For each element, which of the names is the last heading before it, or the name of its dialog; -1 for none.
  function headed(elements, { names }) {
    const labels = names.map(bare)
    const heads = []
    const walk = (root) => { for (const one of root.querySelectorAll('*')) { if (one.matches(HEADS) && one.checkVisibility({ visibilityProperty: true }) && words(one)) heads.push(one); if (one.shadowRoot) walk(one.shadowRoot) } }
    walk(document)
    return elements.map((element) => {
      const dialog = closest(element, DIALOGS)
      const mine = heads.filter((head) => !holds(head, element) && !holds(element, head) && precedes(head, element) && closest(head, DIALOGS) === dialog)
      const last = mine.reduce((best, head) => (best && !precedes(best, head) ? best : head), null)
      if (last) return labels.indexOf(bare(words(last)))
      return dialog ? labels.indexOf(bare(dialog.getAttribute('aria-label'))) : -1
    })
  }

  // Whether a person sees it: drawn, opaque, and not folded into nothing.
  const seen = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false
    for (let at = element; at; at = above(at)) {
      const box = at.getBoundingClientRect()
      if ((box.width < 4 || box.height < 4) && (at === element || getComputedStyle(at).overflow !== 'visible')) return false
    }
    return true
  }

  // What is in some lists: of each list, which other it lies in, whether it takes any room, what it holds besides its
  // items, and what else can be clicked in its dialog or beside it; of each item, its list and its words; of each button, its item and its words.
  function inventory(elements, { lists, items }) {
    const all = elements.slice(0, lists), rows = elements.slice(lists, lists + items), buttons = elements.slice(lists + items)
    const nearest = (element, some) => { for (let at = above(element); at; at = above(at)) if (some.includes(at)) return some.indexOf(at); return -1 }
    const inner = (part, text) => { const at = closest(home(text), APART); return at && at !== part && holds(part, at) }
    return {
      lists: all.map((list, index) => ({
        inside: nearest(list, all),
        room: list.getBoundingClientRect().width >= 4 && list.getBoundingClientRect().height >= 4,
        loose: squeeze([...texts(list)].filter((text) => nearest(home(text), rows) < 0 && !rows.includes(home(text))).map((text) => text.data).join(' ')),
        near: [...(closest(list, DIALOGS) ?? above(list) ?? list).querySelectorAll(APART)].filter((one) => one.checkVisibility() && !all.some((other) => holds(other, one))).map((one) => squeeze(one.ariaLabel) || said(one)),
        handles: [...list.querySelectorAll(APART)].filter((one) => one.checkVisibility() && !rows.some((row) => nearest(row, all) === index && holds(row, one))).length,
      })),
      items: rows.map((row) => ({ list: nearest(row, all), text: squeeze([...texts(row)].filter((text) => !inner(row, text)).map((text) => text.data).join(' ')) })),
      buttons: buttons.map((button) => ({ item: nearest(button, rows), text: said(button), dialog: all.map((list) => closest(list, DIALOGS) === closest(button, DIALOGS)) })),
    }
  }

  // Under which of the names (as in `headed`) one of some texts stands, outside of buttons and the like.
  function notices(_, { wanted, names }) {
    return headed([...standing(wanted.map(bare))].filter(({ at }) => !closest(at, APART) && seen(at)).map(({ at }) => at), { names })
  }

  // Which elements lie in the same dialog as the first, or as it does in none.
  const sameDialog = ([first, ...all]) => all.map((one) => closest(one, DIALOGS) === closest(first, DIALOGS))

  return { rows, headed, inventory, notices, sameDialog }
})())
