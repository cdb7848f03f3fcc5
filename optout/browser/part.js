// What only the document knows of its parts: the dialog that lies on top, and what stands under a heading.
Object.assign(optout, (() => {
  const { above, everything, holds, squeeze, texts } = optout
  const BOXES = 'dialog[open], [role="dialog"], [role="alertdialog"]'
  const HEADINGS = 'h1, h2, h3, h4, h5, h6, [role="heading"]'
  const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const shown = (element) => {
    const box = element.getBoundingClientRect()
    return box.width >= 4 && box.height >= 4 && visible(element)
  }

  // Dialogs that were open before a control was turned, and do not hold it: nothing in them confirms anything.
  let stale = []
  function settle([control]) {
    const all = [...everything(document)].filter((element) => element.matches(`${BOXES}, [aria-modal="true"]`))
    stale = all.filter((box) => faces(box).length && !holds(box, control))
  }

  // What is seen of a dialog: itself, or what stands out of it where it only wraps that and has no box of its own.
  const faces = (element) => {
    if (shown(element)) return [element]
    return visible(element) ? [...element.children].flatMap(faces) : []
  }

  // Whether the mouse would reach a dialog somewhere: what lies under another dialog is not on top.
  const hit = (element) => faces(element).some((face) => {
    const box = face.getBoundingClientRect()
    return [0.5, 0.1, 0.9].some((across) => [0.5, 0.1, 0.9].some((down) => {
      let at = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down)
      while (at?.shadowRoot) {
        const inner = at.shadowRoot.elementFromPoint(box.left + box.width * across, box.top + box.height * down)
        if (!inner || inner === at) break
        at = inner
      }
      return at && holds(element, at)
    }))
  })

  // The dialog that lies on top; null if none is open. What only wraps a dialog is none; one without a box of its own is
  // open if the mouse reaches what stands out of it.
  const topmost = () => {
    const all = [...everything(document)]
    const boxes = all.filter((element) => element.matches(BOXES))
    const wraps = all.filter((element) => element.matches('[aria-modal="true"]') && !boxes.some((box) => holds(box, element) || holds(element, box)))
    const open = [...boxes, ...wraps].filter((box) => !stale.includes(box))
    const up = open.filter(hit)
    return (up.length ? up : open.filter(shown)).at(-1) ?? null
  }
  const said = (box) => squeeze(box?.innerText) || squeeze(box ? [...texts(box)].map((text) => text.data).join(' ') : '')

  // Whether something still moves: an animation that will end. What it leads to may come after it.
  const ends = (one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity
  const moving = () => [document, ...everything(document)].some((one) => (one === document ? one : one.shadowRoot)?.getAnimations().some(ends))

  // Which elements lie in the dialog on top, whether there is one, and what it says.
  function dialog(elements) {
    const box = topmost()
    return { open: Boolean(box), says: said(box).slice(0, 80), inside: elements.map((element) => Boolean(box) && holds(box, element)) }
  }

  // Scroll all that can be scrolled in the dialog on top to its end, as a person does who reads it to the end.
  function unroll() {
    const box = topmost()
    if (!box) return
    const parts = [box, ...box.querySelectorAll('*')]
    for (let at = above(box); at; at = above(at)) parts.push(at)
    for (const part of parts) if (part.scrollHeight > part.clientHeight + 1) part.scrollTop = part.scrollHeight
  }

  // What changes when a click has shown: the words, the elements, the dialogs, what is unfolded or chosen.
  const pulse = () => [
    document.body.innerText.length, document.getElementsByTagName('*').length, said(topmost()), location.href,
    ...[...document.querySelectorAll('[aria-expanded], [aria-selected]')].map((one) => `${one.ariaExpanded}${one.ariaSelected}`),
  ].join('|')

  const lifted = (node) => { let at = node; while (at.getRootNode() instanceof ShadowRoot) at = at.getRootNode().host; return at }
  const precedes = (one, other) => {
    const [a, b] = one.getRootNode() === other.getRootNode() ? [one, other] : [lifted(one), lifted(other)]
    return a !== b && Boolean(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING)
  }
  const level = (heading) => Number(heading.ariaLevel ?? heading.localName.match(/^h([1-6])$/)?.[1] ?? 2)

  // Which controls stand in one of the frames or under one of the headings, and how many parts of the page these are.
  function part(elements, { controls, frames }) {
    const all = elements.slice(0, controls), boxes = elements.slice(controls, controls + frames), heads = elements.slice(controls + frames)
    const headings = [...everything(document)].filter((element) => element.matches(HEADINGS) && shown(element))
    const under = (head) => {
      const others = headings.filter((other) => other !== head && !holds(other, head) && !holds(head, other) && level(other) <= level(head))
      let whole = head
      for (let at = above(head); at && at !== document.body && !others.some((other) => holds(at, other)); at = above(at)) whole = at
      const card = all.some((element) => holds(whole, element))
      return (element) => (card ? holds(whole, element) : precedes(head, element) && !others.some((other) => precedes(head, other) && precedes(other, element)))
    }
    const loose = heads.filter((head) => !boxes.some((box) => holds(box, head)))
    const outer = boxes.filter((box) => !boxes.some((other) => other !== box && holds(other, box)))
    const tests = [...boxes.map((box) => (element) => holds(box, element)), ...loose.map(under)]
    return { count: outer.length + loose.length, inside: all.map((element) => tests.some((test) => test(element))) }
  }

  // Where the inside of a frame begins, and what lies over it at a point.
  function frame([element]) {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element)
    return { x: box.left + element.clientLeft + parseFloat(style.paddingLeft), y: box.top + element.clientTop + parseFloat(style.paddingTop) }
  }
  function over_frame([element], { x, y }) {
    let at = document.elementFromPoint(x, y)
    while (at?.shadowRoot) {
      const inner = at.shadowRoot.elementFromPoint(x, y)
      if (!inner || inner === at) break
      at = inner
    }
    return at === element ? '' : `<${squeeze(at?.localName ?? 'nothing')}> "${squeeze(at?.innerText).slice(0, 80)}"`
  }

  // Whether one of a setting's own words stands anywhere, something is still to come, or one of some headings is there.
  const plain = (text) => squeeze(text).replace(/[‘’ʼ]/g, "'").toLocaleLowerCase()
  function instead(_, { own, heads }) {
    const text = plain(document.body.innerText)
    const all = [...everything(document)]
    return {
      mentioned: own.some((word) => text.includes(plain(word))),
      busy: all.some((element) => element.ariaBusy === 'true'),
      headed: all.some((element) => element.matches(HEADINGS) && shown(element) && heads.some((head) => plain(head) === plain(element.innerText))),
    }
  }

  return { settle, dialog, moving, unroll, pulse, part, frame, over_frame, instead }
})())
