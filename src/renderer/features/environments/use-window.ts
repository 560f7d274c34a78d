import { useState } from 'react'

/** Rows that come in one go. */
export const windowSize = 200

/** Which part of a long list is asked for: blocks of one size, so that scrolling a little asks nothing anew. */
export function useWindow() {
  const [offset, setOffset] = useState(0)
  function onRange(from: number, to: number) {
    const isInside = from >= offset && to < offset + windowSize
    if (isInside) return
    const middle = Math.floor((from + to) / 2)
    setOffset(Math.max(0, Math.floor((middle - windowSize / 2) / 50) * 50))
  }
  return { offset, limit: windowSize, onRange, toStart: () => setOffset(0) }
}
