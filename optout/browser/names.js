// What in a text says who somebody is: addresses, and names once they are known; and what looks like a name.
// optout/proof compares names in the same way: small letters, no accents, one space between words.
Object.assign(optout, (() => {
  const { squeeze } = optout
  const EMAIL = /[\p{L}\p{N}._%+'*•…-]+[@＠][\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
  const PHONE = /(?<![\p{L}\p{N}])(?:\+|\(|\p{Nd})[\p{Nd}\s().\/–-]{5,}\p{Nd}(?![\p{L}\p{N}])/gu
  const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
  const PARTICLES = new Set('von van de der den del della di da do dos das du la le el al bin ibn ben bint ter ten zu'.split(' '))

  const spelled = new Map()  // words come again and again
  const plainly = (raw) => {
    let word = spelled.get(raw)
    if (word === undefined) spelled.set(raw, word = raw.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase())
    return word
  }
  const tokens = (text) => [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map((match) => ({ at: match.index, end: match.index + match[0].length, raw: match[0], word: plainly(match[0]) }))
  const proper = (raw) => /^\p{L}/u.test(raw) && raw[0] === raw[0].toUpperCase()  // scripts without capitals count as such
  const numbers = (text) => [...text.matchAll(PHONE)].filter(([found]) => { const digits = found.replace(/\P{Nd}/gu, '').length; return digits >= 8 && digits <= 15 })

  // The names in a text that may hold one: runs of capitalised words that are not the vocabulary of settings pages.
  function named(text, vocabulary) {
    const found = []
    for (const piece of squeeze(text).replace(/['’]s(?![\p{L}\p{N}])/gu, '').split(/[,;:|·•()\n/…–—!?]|\s-\s|\.\s/u)) {
      const all = tokens(piece)
      let run = []
      const flush = () => {
        while (run.length && PARTICLES.has(run.at(-1).word)) run.pop()
        const alone = all.every((one) => run.includes(one) || vocabulary.has(one.word))
        if (run.length <= 5 && (run.length > 1 || (run.length && alone && run[0].word.length > 1))) found.push(run.map((one) => one.word).join(' '))
        run = []
      }
      for (const one of all) {
        if (!vocabulary.has(one.word) && proper(one.raw)) run.push(one)
        else if (!(run.length && PARTICLES.has(one.word))) flush()
        else run.push(one)
      }
      flush()
    }
    return found
  }

  // Finds names in a text: whole ones in any writing, and single words of them where they are capitalised.
  function finder(names, vocabulary) {
    const starts = new Map(), singles = new Set(), unspaced = []
    for (const name of names) {
      const parts = name.split(' ')
      if (UNSPACED.test(name)) unspaced.push(name.replaceAll(' ', ''))
      if (parts.length > 1) starts.set(parts[0], [...(starts.get(parts[0]) ?? []), parts])
      for (const part of parts) if (part.length > 1 && !vocabulary.has(part) && !PARTICLES.has(part)) singles.add(part)
    }
    if (!names.size) return () => []
    return (text) => {
      const found = [], all = tokens(text)
      all.forEach((one, index) => {
        for (const parts of starts.get(one.word) ?? []) {
          if (parts.every((part, next) => all[index + next]?.word === part)) found.push([one.at, all[index + parts.length - 1].end])
        }
        if (singles.has(one.word) && proper(one.raw)) found.push([one.at, one.end])
      })
      for (const name of unspaced) for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) found.push([at, at + name.length])
      return found
    }
  }

  // Where addresses stand in a text, as [from, to].
  const addresses = (text) => [...text.matchAll(EMAIL), ...numbers(text)].map((match) => [match.index, match.index + match[0].length])

  return { named, finder, addresses }
})())
