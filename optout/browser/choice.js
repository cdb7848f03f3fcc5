// What only the document knows of choices: which options belong together, and which words stand for a group or an option.
Object.assign(optout, (() => {
  const { above, holds, squeeze } = optout
  const fold = (text) => squeeze(text).replace(/[‘’ʼ]/g, "'").toLocaleLowerCase()
  const shown = (element) => element.checkVisibility({ visibilityProperty: true })
  const HEADS = 'h1, h2, h3, h4, h5, h6, legend, label, dt, th, [role="heading"]'

  // Every text node that can be seen, in the order of the page, those in open shadow roots included.
  function* texts(root) {
    for (const child of root.shadowRoot ? root.shadowRoot.childNodes : root.localName === 'slot' && root.assignedNodes().length ? root.assignedNodes() : root.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        if (squeeze(child.data) && child.parentElement?.localName !== 'option' && (!child.parentElement || shown(child.parentElement))) yield child
      } else if (child.nodeType === Node.ELEMENT_NODE && !child.matches('script, style, option')) yield* texts(child)
    }
  }

  const rects = (text) => { const range = document.createRange(); range.selectNodeContents(text); return [...range.getClientRects()] }
  const abreast = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.height, b.height) / 2

  // The words that a person reads as an option's title: the first line of what is drawn for it, if nothing else stands
  // at the same height. "Off" above "We stop using it" is "Off"; "Off" before "and delete history" is not.
  const titled = (container, label) => {
    const lines = (container.innerText ?? '').split('\n').map(fold).filter(Boolean)
    if (lines[0] !== label) return false
    const all = [...texts(container)], mine = []
    while (all.length && fold(mine.map((text) => text.data).join('')) !== label) mine.push(all.shift())
    const heights = mine.flatMap(rects)
    return heights.length > 0 && !all.some((text) => rects(text).some((rect) => heights.some((height) => abreast(rect, height))))
  }

  const around = (option) => {
    const found = [option, ...(option.labels ?? [])]
    for (let at = above(option); at; at = above(at)) if (at.localName === 'label') found.push(at)
    return found
  }

  // For each option: which of the labels are its title, by what is drawn inside of it or its own label.
  const titles = (options, { labels }) => options.map((option) =>
    labels.flatMap((label, index) => (around(option).some((part) => titled(part, fold(label))) ? [index] : [])))

  // Which group each radio belongs to. `frames` are the elements that the tree calls a group of some kind; `strong`
  // are those that it calls a group of radios.
  function groups(elements, { radios, strong }) {
    const all = elements.slice(0, radios), frames = elements.slice(radios)
    const keys = []
    const key = (...parts) => { let at = keys.findIndex((one) => one.every((part, index) => part === parts[index]) && one.length === parts.length); if (at < 0) at = keys.push(parts) - 1; return at }
    const alone = (radio) => all.every((other) => other === radio || other.name !== radio.name || other.form !== radio.form || other.getRootNode() !== radio.getRootNode())
    return all.map((radio) => {
      const mine = frames.map((frame, index) => ({ frame, index })).filter(({ frame }) => frame !== radio && holds(frame, radio))
      mine.sort((a, b) => (holds(a.frame, b.frame) ? 1 : -1))
      const frame = mine.find(({ index }) => strong[index]) ?? null
      const native = radio.localName === 'input' && radio.name && !alone(radio)
      let group
      if (frame) group = key('frame', frame.frame)
      else if (native) group = key('name', radio.form, radio.name, radio.getRootNode())
      else if (mine.length) group = key('frame', mine[0].frame)
      else {
        let at = above(radio)
        while (at && !all.some((other) => other !== radio && holds(at, other))) at = above(at)
        group = key('alone', at)
      }
      return { group, frames: mine.map(({ index }) => index) }
    })
  }

  // What a box that is folded up shows of its choice. A box of which nothing can be read shows "".
  const DECORATION = /^[\s•●○◉◎◦✓✔☑▼▾▿⌄:*]+|[\s•●○◉◎◦✓✔☑▼▾▿⌄:*]+$/gu
  const words = (box, labels) => {
    if (typeof box.value === 'string' && box.matches('input, textarea') && squeeze(box.value)) return squeeze(box.value)
    let at = box.matches('input') ? above(box) : box
    const place = box.getBoundingClientRect()
    while (at && box.matches('input') && !squeeze(at.innerText) && at.getBoundingClientRect().height < 3 * Math.max(place.height, 16)) at = above(at)
    if (!at || (at !== box && at.getBoundingClientRect().height >= 3 * Math.max(place.height, 16))) return ''
    const lines = (at.innerText ?? '').split('\n').map((line) => squeeze(line).replace(DECORATION, '')).filter(Boolean)
    return lines.filter((line, index) => index || lines.length === 1 || !labels.includes(fold(line))).join(' ')
  }
  // What a box says that it opens.
  const controlled = (box) => {
    const ids = ['aria-controls', 'aria-owns'].flatMap((name) => (box.getAttribute(name) ?? '').split(/\s+/)).filter(Boolean)
    return [...ids.map((id) => box.getRootNode().getElementById?.(id)), ...(box.ariaControlsElements ?? [])].filter(Boolean)
  }
  const boxes = (all, { labels }) => all.map((box) => ({
    words: words(box, labels.map(fold)),
    blank: box.matches('[data-placeholder], [data-placeholder-shown]') || Boolean(box.querySelector?.('[data-placeholder], [class*="placeholder" i]')),
    native: box.localName === 'select',
    popup: all.some((other) => other !== box && controlled(other).some((one) => holds(one, box) || holds(box, one))),
  }))

  // For each option, the first of the lists that holds it, or -1.
  function owners(elements, { options }) {
    const all = elements.slice(0, options), lists = elements.slice(options)
    return all.map((option) => lists.findIndex((list) => list !== option && holds(list, option)))
  }

  // Which of the lists each is, among those that a box says it controls; and which of them can be seen.
  function lists(elements) {
    const [box, ...all] = elements
    const owned = controlled(box)
    const here = (list) => shown(list) || getComputedStyle(list).display === 'contents'  // which has no place of its own
    return all.map((list) => ({ owned: owned.some((one) => holds(one, list)), shown: here(list) }))
  }

  const lifted = (node) => { let at = node; while (at.getRootNode() instanceof ShadowRoot) at = at.getRootNode().host; return at }
  const bare = (text) => fold(text).replace(DECORATION, '')
  const precedes = (text, element) => {
    const [a, b] = text.getRootNode() === element.getRootNode() ? [text, element] : [lifted(text), lifted(element)]
    return a !== b && Boolean(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING)
  }

  // The groups (by index) that one of the texts stands over: the text is the last heading before the group's first
  // element, or the last words before it, in the smallest part of the page that says more than the group itself, and
  // that part holds no other group.
  function over(elements, { counts, wanted }) {
    const sets = []
    for (let at = 0, next = 0; next < counts.length; at += counts[next], next++) sets.push(elements.slice(at, at + counts[next]))
    const labels = wanted.map(bare)
    return sets.flatMap((set, index) => {
      const own = (text) => set.some((option) => around(option).some((part) => holds(part, text.parentElement ?? text.getRootNode().host)))
      let part = above(set[0]), before = []
      while (part && !before.length) {
        if (set.every((option) => holds(part, option))) before = [...texts(part)].filter((text) => !own(text) && precedes(text, set[0]))
        if (!before.length) part = above(part)
      }
      if (!part || part === document.documentElement) return []
      const others = sets.flatMap((other) => (other === set ? [] : other))
      const alone = !others.some((option) => holds(part, option))
      const head = (text) => (text.parentElement ?? text.getRootNode().host).closest(HEADS)
      for (let at = before.length - 1; at >= 0; at--) {
        if (!alone && others.some((option) => (precedes(before[at], option) && precedes(option, set[0])))) return []
        let whole = before[at].parentElement ?? before[at].getRootNode().host
        while (whole && !labels.includes(bare(whole.textContent)) && labels.some((label) => label.includes(bare(whole.textContent)))) whole = above(whole)
        const is = whole && labels.includes(bare(whole.textContent)) && shown(whole)
        if (is && head(before[at])) return [index]
        if (is && alone && before.slice(at + 1).every((text) => holds(whole, text.parentElement))) return [index]
        if (is && alone && before.length - 1 - at <= 1 && !part.matches(optout.MAIN) && part !== document.body) return [index]
        if (head(before[at])) return []
      }
      return []
    })
  }

  return { titles, groups, boxes, owners, lists, over, texts, precedes, bare }
})())
