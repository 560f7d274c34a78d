import { type Steps, sortInSteps } from './sort.ts'
import { createVocabulary, holdsInARow, piecesOf } from './words.ts'

// Names and addresses of everybody, small enough to be kept: words have numbers, and so have domains. A million people
// take some twenty megabytes, and to look through them takes a few milliseconds.

export interface People {
  /** Takes up somebody, or what they are called now. */
  put(person: number, name: string, email: string): void
  /** Begins to put everybody in the order of their names; each call of what it answers does a part. */
  orderAll(): Steps
  isOrdered(): boolean
  /** Puts those who came since into the order. */
  orderNew(): void
  /** The place of each person by name; to be asked for anew after anybody was put. */
  ranks(): Uint32Array
  /** Who is called by all that was typed: 1 at the number of each. Good until it is asked again. */
  matching(typed: readonly (readonly string[])[]): Uint8Array
}

export function createPeople(): People {
  const words = createVocabulary()
  const domains = createVocabulary()
  /** The pieces of each domain. */
  const domainPieces: string[][] = []
  /** Where somebody begins in `text`; 0 for nobody. */
  let starts = new Uint32Array(1024)
  /** Of each: how many words in the name, how many before the @, these words, the domain. Grows into wider numbers. */
  let text: Uint16Array | Uint32Array = new Uint16Array(8192)
  let used = 1
  let highest = 0
  let order = new Uint32Array(0)
  let rank = new Uint32Array(0)
  let isOrdered = false
  const fresh = new Set<number>()
  let found = new Uint8Array(0)

  function room(wanted: number, person: number): void {
    if (person >= starts.length) starts = widened(starts, Math.max(person + 1, starts.length * 1.5))
    const isWide = text instanceof Uint32Array
    const mustBeWide = !isWide && (words.words.length > 0xfff0 || domains.words.length > 0xfff0)
    if (used + wanted <= text.length && !mustBeWide) return
    const length = Math.max(used + wanted, Math.ceil(text.length * 1.3))
    const next = isWide || mustBeWide ? new Uint32Array(length) : new Uint16Array(length)
    next.set(text.subarray(0, used))
    text = next
  }

  function domainNumber(domain: string): number {
    const number = domains.numberOf(domain)
    if (number === domainPieces.length) domainPieces.push(piecesOf(domain))
    return number
  }

  function isSame(start: number, entry: readonly number[]): boolean {
    return start !== 0 && entry.every((value, at) => text[start + at] === value)
  }

  /** Pieces of the name, and of the address. */
  function spelled(person: number): [string[], string[]] {
    const start = starts[person] ?? 0
    if (start === 0) return [[], []]
    const inName = text[start] ?? 0
    const inLocal = text[start + 1] ?? 0
    const wordAt = (at: number) => words.words[text[start + 2 + at] ?? 0] ?? ''
    const all = Array.from({ length: inName + inLocal }, (_, at) => wordAt(at))
    const domain = domainPieces[text[start + 2 + inName + inLocal] ?? 0] ?? []
    return [all.slice(0, inName), [...all.slice(inName), ...domain]]
  }

  /** Where no order of words is known, by the words themselves. */
  function compareSpelled(a: number, b: number): number {
    const [[nameA, addressA], [nameB, addressB]] = [spelled(a), spelled(b)]
    return compareLists(nameA, nameB) || compareLists(addressA, addressB) || a - b
  }

  function orderAll(): Steps {
    const people = new Uint32Array(highest)
    let count = 0
    for (let person = 1; person <= highest; person += 1) {
      if (starts[person] === 0) continue
      people[count] = person
      count += 1
    }
    const wordCount = words.words.length
    const domainCount = domains.words.length
    const places = new Uint32Array(wordCount)
    const domainPlaces = new Uint32Array(domainCount)
    const all = people.slice(0, count)
    const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
    fresh.clear()

    function* work(): Generator<void> {
      const byWord = Uint32Array.from({ length: wordCount }, (_, n) => n)
      yield* sortInSteps(byWord, (a, b) => compareText(words.words[a] ?? '', words.words[b] ?? ''))
      for (let place = 0; place < wordCount; place += 1) places[byWord[place] ?? 0] = place + 1
      const byDomain = Uint32Array.from({ length: domainCount }, (_, n) => n)
      yield* sortInSteps(
        byDomain,
        (a, b) => compareLists(domainPieces[a] ?? [], domainPieces[b] ?? []) || a - b,
      )
      for (let place = 1; place < domainCount; place += 1) {
        const [before = 0, domain = 0] = [byDomain[place - 1], byDomain[place]]
        const isLater = compareLists(domainPieces[before] ?? [], domainPieces[domain] ?? []) !== 0
        domainPlaces[domain] = (domainPlaces[before] ?? 0) + (isLater ? 1 : 0)
      }
      // The first two words decide nearly always.
      const keys = new Float64Array(highest + 1)
      for (let at = 0; at < count; at += 1) {
        const person = all[at] ?? 0
        const start = starts[person] ?? 0
        const inName = text[start] ?? 0
        const first = inName > 0 ? (places[text[start + 2] ?? 0] ?? 0) : 0
        const second = inName > 1 ? (places[text[start + 3] ?? 0] ?? 0) : 0
        keys[person] = first * 2 ** 26 + second
        if (at % 100_000 === 99_999) yield
      }
      const compare = (a: number, b: number): number =>
        (keys[a] ?? 0) - (keys[b] ?? 0) || compareByPlaces(a, b)
      yield* sortInSteps(all, compare)
      const newRank = new Uint32Array(starts.length)
      for (let place = 0; place < count; place += 1) newRank[all[place] ?? 0] = place
      order = all
      rank = newRank
      isOrdered = true
    }

    function compareByPlaces(a: number, b: number): number {
      const [startA, startB] = [starts[a] ?? 0, starts[b] ?? 0]
      const [nameA, nameB] = [text[startA] ?? 0, text[startB] ?? 0]
      for (let at = 2; at < Math.min(nameA, nameB); at += 1) {
        const difference = placeAt(startA + 2 + at) - placeAt(startB + 2 + at)
        if (difference !== 0) return difference
      }
      if (nameA !== nameB) return nameA - nameB
      const [localA, localB] = [text[startA + 1] ?? 0, text[startB + 1] ?? 0]
      // Domains are words of the address too: told apart by their place only where what precedes them is as long.
      if (localA !== localB) return compareSpelled(a, b)
      for (let at = nameA; at < nameA + localA; at += 1) {
        const difference = placeAt(startA + 2 + at) - placeAt(startB + 2 + at)
        if (difference !== 0) return difference
      }
      const domainAt = (start: number, of: number) => domainPlaces[text[start + 2 + of] ?? 0] ?? 0
      return domainAt(startA, nameA + localA) - domainAt(startB, nameB + localB) || a - b
    }

    function placeAt(at: number): number {
      return places[text[at] ?? 0] ?? 0
    }

    const steps = work()
    return () => steps.next().done !== true
  }

  function orderNew(): void {
    if (!isOrdered || fresh.size === 0) return
    const others = without(order, placesOf(fresh))
    const added = [...fresh].sort(compareSpelled)
    fresh.clear()
    const next = new Uint32Array(others.length + added.length)
    let from = 0
    let to = 0
    for (const person of added) {
      const until = placeAmong(others, person, from, compareSpelled)
      next.set(others.subarray(from, until), to)
      to += until - from
      next[to] = person
      to += 1
      from = until
    }
    next.set(others.subarray(from), to)
    order = next
    if (rank.length < starts.length) rank = new Uint32Array(starts.length)
    for (let place = 0; place < order.length; place += 1) rank[order[place] ?? 0] = place
  }

  /** Where they stand in the order by now; nowhere, who are new. */
  function placesOf(numbers: ReadonlySet<number>): number[] {
    const places: number[] = []
    for (const person of numbers) {
      const place = rank[person] ?? 0
      if (order[place] === person) places.push(place)
    }
    return places.sort((a, b) => a - b)
  }

  function matching(typed: readonly (readonly string[])[]): Uint8Array {
    if (found.length < highest + 1) found = new Uint8Array(starts.length)
    found.fill(1)
    for (const pieces of typed) narrow(pieces)
    return found
  }

  /** Leaves those alone who are called by all pieces of one word. */
  function narrow(pieces: readonly string[]): void {
    const tests = pieces.map((piece) => ({
      inWord: Uint8Array.from(words.words, (word) => (word.includes(piece) ? 1 : 0)),
      inDomain: Uint8Array.from(domainPieces, (all) => (all.some((each) => each.includes(piece)) ? 1 : 0)),
    }))
    for (const { inWord, inDomain } of tests) leaveHolders(found, starts, text, highest, inWord, inDomain)
    if (pieces.length === 1) return
    for (let person = 1; person <= highest; person += 1) {
      if (found[person] === 0) continue
      const [name, address] = spelled(person)
      if (!holdsInARow(name, pieces) && !holdsInARow(address, pieces)) found[person] = 0
    }
  }

  return {
    put(person, name, email) {
      const at = email.lastIndexOf('@')
      const inName = piecesOf(name).map(words.numberOf)
      const inLocal = piecesOf(at < 0 ? email : email.slice(0, at)).map(words.numberOf)
      const domain = domainNumber(at < 0 ? '' : email.slice(at + 1))
      const entry = [inName.length, inLocal.length, ...inName, ...inLocal, domain]
      if (isSame(starts[person] ?? 0, entry)) return
      room(entry.length, person)
      for (const value of entry) {
        text[used] = value
        used += 1
      }
      starts[person] = used - entry.length
      highest = Math.max(highest, person)
      if (isOrdered) fresh.add(person)
    },
    orderAll,
    isOrdered: () => isOrdered,
    orderNew,
    ranks: () => rank,
    matching,
  }
}

function widened(numbers: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(Math.ceil(length))
  wider.set(numbers)
  return wider
}

/** Leaves those alone in whose name or address one of the words or domains is. */
function leaveHolders(
  found: Uint8Array,
  starts: Uint32Array,
  text: Uint16Array | Uint32Array,
  highest: number,
  inWord: Uint8Array,
  inDomain: Uint8Array,
): void {
  for (let person = 1; person <= highest; person += 1) {
    if (found[person] === 0) continue
    const start = starts[person] ?? 0
    if (start === 0) {
      found[person] = 0
      continue
    }
    const end = start + 2 + (text[start] ?? 0) + (text[start + 1] ?? 0)
    let isThere = inDomain[text[end] ?? 0] ?? 0
    for (let at = start + 2; isThere === 0 && at < end; at += 1) isThere = inWord[text[at] ?? 0] ?? 0
    found[person] = isThere
  }
}

/** Word by word; the shorter of two that begin alike comes first. By code unit: the same on every machine. */
export function compareLists(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const [one = '', other = ''] = [a[at], b[at]]
    if (one !== other) return one < other ? -1 : 1
  }
  return a.length - b.length
}

/** All but those at these places, which are in order. */
function without(numbers: Uint32Array<ArrayBuffer>, places: readonly number[]): Uint32Array<ArrayBuffer> {
  const rest = new Uint32Array(numbers.length - places.length)
  let from = 0
  let to = 0
  for (const place of [...places, numbers.length]) {
    rest.set(numbers.subarray(from, place), to)
    to += place - from
    from = place + 1
  }
  return rest
}

/** Where it belongs among those that are in order, from a place on. */
function placeAmong(
  sorted: Uint32Array,
  person: number,
  from: number,
  compare: (a: number, b: number) => number,
): number {
  let low = from
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(sorted[middle] ?? 0, person) < 0) low = middle + 1
    else high = middle
  }
  return low
}
