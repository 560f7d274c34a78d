/** Does a part of the work; false when all is done. */
export type Steps = () => boolean

/** So many comparisons are made in one go. */
const atOnce = 40_000

/** Sorts numbers in place, in parts, so that whoever asks for something else meanwhile waits for one of them at most. */
export function* sortInSteps(
  numbers: Uint32Array<ArrayBuffer>,
  compare: (a: number, b: number) => number,
): Generator<void> {
  let from = numbers
  let to = new Uint32Array(numbers.length)
  let compared = 0
  for (let width = 1; width < numbers.length; width *= 2) {
    for (let start = 0; start < numbers.length; start += 2 * width) {
      const middle = Math.min(start + width, numbers.length)
      const end = Math.min(start + 2 * width, numbers.length)
      let left = start
      let right = middle
      for (let at = start; at < end; at += 1) {
        const takesLeft = left < middle && (right >= end || compare(from[left] ?? 0, from[right] ?? 0) <= 0)
        to[at] = (takesLeft ? from[left] : from[right]) ?? 0
        if (takesLeft) left += 1
        else right += 1
        compared += 1
        if (compared % atOnce === 0) yield
      }
    }
    ;[from, to] = [to, from]
  }
  if (from !== numbers) numbers.set(from)
}
