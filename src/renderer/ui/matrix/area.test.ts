import { describe, expect, it } from 'vitest'
import { areaBetween, cellsIn, inView, lineAt, lineOf, moved } from './area.ts'

const extent = { rows: 100, columns: 20, page: 10, isRtl: false }
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false })

describe('moving in a grid', () => {
  it('rule 25: arrows go one cell, pages a page, Home and End along the row, with Ctrl to the corners', () => {
    const at = { row: 50, column: 5 }
    expect(moved(at, press('ArrowDown'), extent)).toEqual({ row: 51, column: 5 })
    expect(moved(at, press('ArrowRight'), extent)).toEqual({ row: 50, column: 6 })
    expect(moved(at, press('PageUp'), extent)).toEqual({ row: 40, column: 5 })
    expect(moved(at, press('Home'), extent)).toEqual({ row: 50, column: 0 })
    expect(moved(at, press('End', true), extent)).toEqual({ row: 99, column: 19 })
    expect(moved(at, press('ArrowUp', true), extent)).toEqual({ row: 0, column: 5 })
  })

  it('stays inside', () => {
    expect(moved({ row: 0, column: 0 }, press('ArrowUp'), extent)).toEqual({ row: 0, column: 0 })
    expect(moved({ row: 95, column: 19 }, press('PageDown'), extent)).toEqual({ row: 99, column: 19 })
  })

  it('goes the way the arrow points where text runs from right to left', () => {
    const rtl = { ...extent, isRtl: true }
    expect(moved({ row: 1, column: 5 }, press('ArrowLeft'), rtl)).toEqual({ row: 1, column: 6 })
    expect(moved({ row: 1, column: 5 }, press('ArrowRight'), rtl)).toEqual({ row: 1, column: 4 })
  })

  it('leaves letters and keys with Alt to whoever wants them', () => {
    expect(moved({ row: 1, column: 5 }, press('k'), extent)).toBeNull()
    expect(moved({ row: 1, column: 5 }, { ...press('ArrowDown'), altKey: true }, extent)).toBeNull()
  })
})

describe('rectangles', () => {
  it('are the same from whichever corner', () => {
    const area = areaBetween({ row: 5, column: 1 }, { row: 2, column: 4 })
    expect(area).toEqual(areaBetween({ row: 2, column: 4 }, { row: 5, column: 1 }))
    expect(cellsIn(area)).toBe(16)
  })
})

describe('lines with heads of groups', () => {
  const groups = [
    { key: 'admin', from: 0, rows: 3 },
    { key: 'viewer', from: 3, rows: 2 },
  ]

  it('every row has a line, and every line is a row or a head', () => {
    const lines = Array.from({ length: 7 }, (_, line) => lineAt(line, groups))
    expect(lines.map((line) => (line.kind === 'row' ? line.row : line.group.key))).toEqual([
      'admin',
      0,
      1,
      2,
      'viewer',
      3,
      4,
    ])
    for (let row = 0; row < 5; row += 1)
      expect(lineAt(lineOf(row, groups), groups)).toEqual({ kind: 'row', row })
  })
})

describe('what is in view', () => {
  it('is what the room shows, and some more', () => {
    expect(inView(320, 320, 32, 1000, 0)).toEqual({ first: 10, last: 19 })
    expect(inView(320, 320, 32, 1000, 4)).toEqual({ first: 6, last: 23 })
    expect(inView(0, 320, 32, 3, 4)).toEqual({ first: 0, last: 2 })
  })
})
