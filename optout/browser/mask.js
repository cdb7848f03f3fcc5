// Blanks what is personal while a picture is taken: names, photos, addresses, and what lies around the main part.
// Nothing of the page is changed. Elements are hidden by finished animations: no attribute, no event, no transition, and
// it holds wherever they move. Single words in the row of a control are covered by a highlight, so that the row stays.
Object.assign(optout, (() => {
  const { above, holds, squeeze, named, finder, addresses, MAIN } = optout
  const PHOTOS = new Set(['img', 'picture', 'video', 'canvas', 'object', 'embed', 'image'])
  const SILENT = new Set(['head', 'script', 'style', 'template', 'noscript', 'link', 'meta'])
  const INLINE = new Set('a abbr b bdi bdo cite code em font i label mark q s slot small span strong sub sup u wbr'.split(' '))
  const PARTS = 'nav, aside, [role="banner"], [role="navigation"], [role="contentinfo"], [role="complementary"]'
  const ENDS = 'header, footer'  // landmarks only where they are not the head or foot of a part of the main part
  const ON_TOP = CSS.supports('selector(:popover-open)') ? ':modal, :popover-open' : ':modal'
  const FRONT = '[aria-modal="true"], [role="alertdialog"], :modal'
  const NAME = 'optout-mask'

  // Everything of a page that a picture must not show: elements to hide, images behind elements, ranges of text.
  function plan(all, { selectors, known, words }) {
    const controls = all.filter((control) => control.isConnected)  // the page may have drawn it anew
    const vocabulary = new Set(words), names = new Set(known)
    const hide = new Set(), bare = new Set(), drawn = [], covered = [], texts = [], fields = [], roots = new Set([document])
    const path = new Set(), closed = new Map()
    const climb = (from) => {
      for (let at = from; at; at = above(at)) {
        path.add(at)
        const root = at.getRootNode()
        if (root instanceof ShadowRoot && root.mode === 'closed') closed.set(root.host, root)
      }
    }
    const rows = new Set(controls)
    for (const control of controls) {
      let row = control
      while (row && row !== document.body && !row.matches(MAIN) && squeeze(row.textContent).length <= 12) row = above(row)
      if (row && row !== document.body && !row.matches(MAIN) && !controls.some((other) => other !== control && !holds(control, other) && !holds(other, control) && holds(row, other))) rows.add(row)
      const root = control.getRootNode()
      for (const id of (control.getAttribute('aria-labelledby') ?? '').split(/\s+/)) { const label = id && root.getElementById(id); if (label) rows.add(label) }
      for (const label of control.labels ?? []) rows.add(label)
    }
    rows.forEach(climb)
    const mains = [...document.querySelectorAll(MAIN)]
    const around = new Set()
    for (const main of mains) for (let at = main; at; at = above(at)) around.add(at)
    const front = new Set()
    const spots = controls.length ? controls.map((control) => control.getBoundingClientRect()) : [{ left: 0, top: 0, width: innerWidth, height: innerHeight }]
    for (const { left, top, width, height } of spots) for (let at = document.elementFromPoint(left + width / 2, top + height / 2); at; at = above(at)) front.add(at)
    if (!controls.length) for (const one of document.querySelectorAll(FRONT)) for (let at = one; at; at = above(at)) front.add(at)
    const mask = selectors.join(', ')
    const masked = (element) => mask && element.matches(mask)

    const learn = (text) => { if (text) for (const name of named(text, vocabulary)) names.add(name) }
    const captions = (element) => { for (const name of ['alt', 'aria-label', 'title']) learn(element.getAttribute(name)) }
    // What a masked element says; but links in it that lead elsewhere are a menu, whose words are everybody's.
    const say = (element) => {
      captions(element)
      if (element.localName === 'a') learn(slug(element))
      const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) learn(node.data)
        else if (node.nodeType === Node.ELEMENT_NODE && !SILENT.has(node.localName) && !(node !== element && node.matches('a[href]') && !masked(node))) {
          if (node !== element) captions(node)
          for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) walk(child)
        }
      }
      walk(element)
      if (element.textContent.length < 80 && !element.querySelector('a[href]')) learn(element.textContent)
    }
    const slug = (link) => {
      const last = (link.getAttribute('href') ?? '').split(/[?#]/)[0].split('/').filter(Boolean).at(-1) ?? ''
      let plain = last
      try { plain = decodeURIComponent(last) } catch { /* as it is */ }
      return plain.split(/[-_.+]/).filter((word) => /^[\p{L}\p{M}]{2,}$/u.test(word)).map((word) => word[0].toUpperCase() + word.slice(1)).join(' ')
    }
    const blot = (element) => {
      hide.add(element)
      const learned = (root) => {
        for (const one of root.querySelectorAll('*')) {
          if (masked(one)) say(one)
          else if (PHOTOS.has(one.localName)) captions(one)
          if (one.shadowRoot) learned(one.shadowRoot)
        }
        for (const one of root.querySelectorAll(ON_TOP)) hide.add(one)  // drawn apart from what they lie in
      }
      if (masked(element)) say(element)
      else if (PHOTOS.has(element.localName)) captions(element)
      learned(element)
      if (element.shadowRoot) learned(element.shadowRoot)
    }

    const marked = [mask, MAIN, PARTS, ENDS].filter(Boolean).join(', ')
    let apart = true
    const visit = (element, view, state) => {
      const name = element.localName
      if (SILENT.has(name)) return
      const inline = INLINE.has(name)
      if (!inline) apart = true
      const on = path.has(element)
      const row = state.row || rows.has(element)
      const inside = state.inside || (row && controls.includes(element))
      const special = element.matches(marked)
      const main = state.main || (special && element.matches(MAIN))
      const lead = state.lead || (front.has(element) && !around.has(element) && !main)
      const spared = on || row
      if (special && masked(element)) { if (!spared) return blot(element); say(element) }
      if (PHOTOS.has(name) && !inside && !on) return blot(element)
      const part = special && (element.matches(PARTS) || (!state.section && element.matches(ENDS)))
      if (!spared) {
        if (part || state.beside) return blot(element)
        if (!main && !lead && mains.length && !around.has(element)) return blot(element)
      }
      const root = element.shadowRoot ?? closed.get(element)
      if (!root && !spared && name.includes('-') && !around.has(element)) return blot(element)  // nobody can look into it
      if (name === 'iframe' || name === 'frame') {
        let inner = null
        try { inner = element.contentDocument } catch { /* of another origin */ }
        if (!inner?.documentElement) return inside ? undefined : blot(element)
        roots.add(inner)
        visit(inner.documentElement, inner.defaultView, { ...state, main, row, inside, lead })
        apart = true
        return
      }
      if (!inside) behind(element, view)
      if (name === 'input' || name === 'textarea') fields.push([element, `${element.value}\n${element.placeholder}`])
      else if (name === 'select') fields.push([element, element.selectedOptions[0]?.text ?? ''])
      const section = state.section || main || name === 'article' || name === 'section'
      const beside = (state.beside || part) && !row  // of a landmark that holds the control nothing else is shown
      const same = inside === state.inside && row === state.row && beside === state.beside && main === state.main && lead === state.lead && section === state.section
      const within = same ? state : { inside, row, beside, main, lead, section }
      for (const parent of root ? [root, element] : [element]) {
        for (let node = parent.firstChild; node; node = node.nextSibling) {
          if (node.nodeType === Node.ELEMENT_NODE) visit(node, view, within)
          else if (node.nodeType === Node.TEXT_NODE && node.data.trim()) {
            if (beside) covered.push([node, 0, node.length])
            texts.push({ node, element, row: spared, apart, glued: 0, spaced: 0 })
            apart = false
          }
        }
      }
      if (root) roots.add(root)
      if (!inline) apart = true
    }
    // Pictures that are drawn behind an element, and pictures and words that are drawn before or after it.
    const behind = (element, view) => {
      if (view.getComputedStyle(element).backgroundImage.includes('url(')) bare.add(element)
      if (!element.hasAttributes()) return  // nothing of anybody's could be drawn there
      for (const pseudo of ['::before', '::after']) {
        const style = view.getComputedStyle(element, pseudo), content = style.content
        if (content === 'none' || content === 'normal') continue
        if (content.includes('url(') || style.backgroundImage.includes('url(')) drawn.push([element, pseudo])
        else if (content.length > 4) fields.push([element, content, pseudo])
      }
    }
    visit(document.documentElement, window, { inside: false, row: false, beside: false, main: false, lead: false, section: false })

    const search = finder(names, vocabulary)
    let glued = '', spaced = ''
    for (const text of texts) {
      if (text.apart) glued += '\n'
      text.glued = glued.length
      glued += text.node.data
      text.spaced = (spaced += '\n').length
      spaced += text.node.data
    }
    const cover = (key, from, to) => {
      let low = 0, high = texts.length
      while (high - low > 1) { const middle = (low + high) >> 1; if (texts[middle][key] <= from) low = middle; else high = middle }
      for (let index = low; index < texts.length && texts[index][key] < to; index++) {
        const { node, element, row } = texts[index], offset = texts[index][key]
        const start = Math.max(0, from - offset), end = Math.min(node.length, to - offset)
        if (start >= end) continue
        covered.push([node, start, end])
        const whole = element.closest?.('svg') ?? element
        if (!row && !path.has(whole) && !around.has(whole)) hide.add(whole)
      }
    }
    for (const [from, to] of [...addresses(glued), ...search(glued)]) cover('glued', from, to)
    for (const [from, to] of search(spaced)) cover('spaced', from, to)
    for (const [element, text, pseudo] of fields) {
      if (controls.includes(element) || !(addresses(text).length || search(text).length)) continue
      if (pseudo) drawn.push([element, pseudo])
      else hide.add(element)
    }
    return { hide, bare, drawn, covered, roots, names, path }
  }

  let masking = null

  // Blanks the page for a picture; the names that it shows. `unmask` has to follow.
  function mask(controls, options) {
    unmask()
    for (const selector of options.selectors) try { document.querySelector(selector) } catch { return { wrong: selector } }
    const now = plan(controls, options)
    const animations = [], undo = []
    const still = (element, frame, pseudoElement) => {
      const animation = element.animate({ ...frame, easing: 'linear' }, { duration: 1, fill: 'both', pseudoElement })
      animation.finish()  // finished, it needs no layer of its own
      animations.push(animation)
    }
    const none = { opacity: [0, 0], clipPath: ['inset(50%)', 'inset(50%)'] }
    for (const element of now.bare) {
      still(element, { backgroundImage: ['none', 'none'] })
      if (getComputedStyle(element).backgroundImage.includes('url(') && !now.path.has(element)) now.hide.add(element)
    }
    for (const element of now.hide) still(element, none)
    for (const [element, pseudo] of now.drawn) still(element, none, pseudo)
    const ranges = Map.groupBy ? Map.groupBy(now.covered, ([node]) => node.ownerDocument) : new Map([[document, now.covered]])
    for (const [owner, parts] of ranges) {
      const view = owner.defaultView
      view.CSS.highlights.set(NAME, Object.assign(new view.Highlight(...parts.map(([node, startOffset, endOffset]) => new view.StaticRange({ startContainer: node, startOffset, endContainer: node, endOffset }))), { priority: 1e6 }))
      const sheet = new view.CSSStyleSheet()
      sheet.replaceSync(`::highlight(${NAME}) { color: transparent !important; -webkit-text-fill-color: transparent !important; -webkit-text-stroke-color: transparent !important; text-shadow: none !important; text-decoration: none !important; background-color: #b9c0cc !important }`)
      const scopes = new Set(parts.map(([node]) => node.getRootNode()))
      for (const scope of scopes) scope.adoptedStyleSheets = [...scope.adoptedStyleSheets, sheet]
      undo.push(() => {
        view.CSS.highlights.delete(NAME)
        for (const scope of scopes) scope.adoptedStyleSheets = [...scope.adoptedStyleSheets].filter((one) => one !== sheet)
      })
    }
    const observer = new MutationObserver(() => { masking.moved = true })
    for (const root of now.roots) observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true })
    masking = { controls, options, now, observer, moved: false, undo: [...undo, () => animations.forEach((animation) => animation.cancel())] }
    return { names: [...now.names] }
  }

  // Puts everything back; whether all that a picture must not show was blank until now.
  function unmask() {
    if (!masking) return false
    const { controls, options, now, observer, undo } = masking
    const moved = masking.moved || observer.takeRecords().length > 0
    observer.disconnect()
    undo.forEach((one) => one())
    masking = null
    if (!moved) return true
    const then = plan(controls, { ...options, known: [...now.names] })
    const same = ([node, start, end]) => now.covered.some(([other, from, to]) => other === node && from <= start && to >= end)
    const blank = (element) => { for (let at = element; at; at = above(at)) if (now.hide.has(at)) return true; return false }
    return then.names.size === now.names.size && [...then.hide].every(blank) && [...then.bare].every((one) => now.bare.has(one) || blank(one)) &&
      then.drawn.every(([one, pseudo]) => now.drawn.some((other) => other[0] === one && other[1] === pseudo) || blank(one)) && then.covered.every((one) => same(one) || blank(one[0].parentElement))
  }

  return { mask, unmask }
})())
