import { globSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ar } from '../src/strings/ar.ts'
import { groups, setLanguage } from '../src/strings/language.ts'

// A translation has what English has: the same names, functions that take as much, and no English left.

const folder = join(import.meta.dirname, '../src/strings')
const files = globSync('*.ts', { cwd: folder }).filter((file) => !/\.test\.ts$/.test(file))
const exported = new Map<string, unknown>()

beforeAll(async () => {
  for (const file of files) {
    const module: Record<string, unknown> = await import(join(folder, file))
    for (const [name, value] of Object.entries(module)) exported.set(name, value)
  }
})

type Visit = (path: string, english: unknown, arabic: unknown) => void

/** Every word and every group, in both languages. */
function walk(visit: Visit): void {
  for (const [name, english] of groups) step(name, english, (ar as Record<string, unknown>)[name], visit)
}

function step(path: string, english: unknown, arabic: unknown, visit: Visit): void {
  visit(path, english, arabic)
  if (!isGroup(english) || !isGroup(arabic)) return
  const names = new Set([...Object.keys(english), ...Object.keys(arabic)])
  for (const name of names) step(`${path}.${name}`, english[name], arabic[name], visit)
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Names, addresses and keys of keyboards are the same in every language. */
const sameEverywhere =
  /SHA-256|Ed25519|gatehouse verify|FILE|KEY|--key|Gatehouse|gatehouse(?:\.example\.com|:\/\/)?|contextOptions|https?:\/\/|Ctrl|Cmd|Alt|Option|Shift|Esc|Tab|Enter|Backspace|Delete|Insert|Home|End|Page (?:Up|Down)|Space|F\d+|CSV|JSON|PDF|URL|UTC|MB|ms|QA|TOTP|email|\.com|\{(?:actor|target|user)\}|2026-12-31/g

describe('the Arabic words', () => {
  it('are exported under the name they are looked up by', () => {
    for (const name of groups.keys())
      expect(exported.has(name), `${name} is exported by that name`).toBe(true)
  })

  it('have the same names and kinds as the English ones', () => {
    const faults: string[] = []
    walk((path, english, arabic) => {
      if (arabic === undefined) faults.push(`${path} is missing`)
      else if (english === undefined) faults.push(`${path} is in Arabic alone`)
      else if (typeof english !== typeof arabic || Array.isArray(english) !== Array.isArray(arabic))
        faults.push(`${path} is of another kind`)
    })
    expect(faults).toEqual([])
  })

  it('have no English left in them', () => {
    const faults: string[] = []
    walk((path, _, arabic) => {
      if (typeof arabic !== 'string') return
      const rest = arabic.replace(sameEverywhere, '')
      if (/[A-Za-z]{2,}/.test(rest)) faults.push(`${path}: ${arabic}`)
      if (arabic.trim() === '') faults.push(`${path} is empty`)
    })
    expect(faults).toEqual([])
  })

  it('say something for every count', () => {
    setLanguage('ar', ar)
    const faults: string[] = []
    walk((path, english, arabic) => {
      if (typeof english !== 'function' || typeof arabic !== 'function') return
      for (const count of [0, 1, 2, 3, 11, 100]) {
        const said = attempt(english as Say, arabic as Say, count)
        if (said === null) continue
        const rest = said.replace(sameEverywhere, '').replaceAll('نوغ', '')
        if (said.trim() === '' && path !== 'bulkWords.sum') faults.push(`${path}(${count}) is empty`)
        else if (/undefined|NaN|\[object/.test(said)) faults.push(`${path}(${count}): ${said}`)
        else if (/[A-Za-z]{3,}/.test(rest)) faults.push(`${path}(${count}): ${said}`)
      }
    })
    setLanguage('en', {})
    expect(faults).toEqual([])
  }, 60_000)
})

type Say = (...given: unknown[]) => unknown

/** Called with the count for everything, or with a name, whichever English takes; null where it takes something else. */
function attempt(english: Say, arabic: Say, count: number): string | null {
  for (const value of [count, 'نوغ', ['نوغ']]) {
    const given = Array.from({ length: Math.max(english.length, 1) }, () => value)
    try {
      const inEnglish = english(...given)
      if (typeof inEnglish !== 'string' || /undefined|NaN|\[object|function/.test(inEnglish)) continue
      return String(arabic(...given))
    } catch {
      // English takes something else here.
    }
  }
  return null
}
