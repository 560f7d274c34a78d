import type { Page } from '@playwright/test'
import { actionWords } from '../../src/strings/actions.ts'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { expect } from './fixtures.ts'

// What a screen must look like in every language, colour scheme and size.

/** Runs a command of the palette by what it is called in the language of the words. */
export async function run({ page }: ClientArea, action: keyof typeof actionWords): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('combobox').fill(`>${actionWords[action]}`)
  await expect(palette.getByRole('option').first()).toContainText(actionWords[action].replace(/\.+$/, ''))
  await page.keyboard.press('Enter')
  await expect(palette.getByRole('combobox')).toBeHidden()
}

/** Nothing reaches beyond the side of the window, and no text is cut off that can't be read in another way. */
export async function expectItFits(page: Page, name: string): Promise<void> {
  const { wide, cut } = await page.evaluate(findFaults)
  expect.soft(wide, `${name}: reaches beyond the window`).toEqual([])
  expect.soft(cut, `${name}: cut off, and nothing tells the rest`).toEqual([])
}

function findFaults(): { wide: string[]; cut: string[] } {
  const nameOf = (element: Element) => {
    const classes = (element.getAttribute('class') ?? '').split(' ')[0]
    return `${element.localName}.${classes} "${(element.textContent ?? '').trim().slice(0, 40)}"`
  }
  const isSeen = (element: HTMLElement) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.closest('.visually-hidden, [aria-hidden="true"], [inert]')
  const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX)
  const cuts = (element: Element) => /hidden|clip/.test(getComputedStyle(element).overflowX)
  const isHeld = (element: HTMLElement) => {
    for (let each = element.parentElement; each; each = each.parentElement) {
      if (scrolls(each) || (cuts(each) && each !== document.body)) return true
    }
    return false
  }
  /** A tooltip, a title, or a label that says all of it. */
  const isTold = (element: HTMLElement) => {
    const text = (element.textContent ?? '').trim()
    for (let each: Element | null = element; each; each = each.parentElement) {
      const told = `${each.getAttribute('title') ?? ''} ${each.getAttribute('aria-label') ?? ''}`
      if (told.includes(text)) return true
      if (/^(tr|li|main|section|div)$/.test(each.localName) && each.matches('[role="row"], main')) break
    }
    return [...element.querySelectorAll('[title]')].some((inner) => inner.getAttribute('title') !== '')
  }
  const all = [...document.querySelectorAll<HTMLElement>('body *')].filter(isSeen)
  const width = document.documentElement.clientWidth
  const wide = all.filter((element) => {
    const box = element.getBoundingClientRect()
    const isOut = box.right > width + 1 || box.left < -1
    return (
      isOut &&
      box.width > 0 &&
      box.height > 0 &&
      getComputedStyle(element).position !== 'fixed' &&
      !isHeld(element)
    )
  })
  const cut = all.filter((element) => {
    const hasOwnText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
    const inner = hasOwnText || element.firstElementChild?.localName === 'bdi'
    const isCut =
      (element.scrollWidth > element.clientWidth + 1 && cuts(element)) ||
      (element.scrollHeight > element.clientHeight + 3 && getComputedStyle(element).overflowY === 'hidden')
    return (
      inner && element.clientWidth > 1 && isCut && !element.matches('input, textarea') && !isTold(element)
    )
  })
  return { wide: wide.map(nameOf).slice(0, 8), cut: cut.map(nameOf).slice(0, 8) }
}

/** Tab through the screen: each stop is in view, and something about it shows that it has the focus. */
export async function expectFocusIsSeen(page: Page, name: string, stops = 25): Promise<void> {
  const faults: string[] = []
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press('Tab')
    const fault = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement) || element === document.body) return null
      const box = element.getBoundingClientRect()
      const label = `${element.localName} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`
      const isIn = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
      if (!isIn) return `${label} is out of view`
      // The ring may be drawn by the element, by what is around it, or by the box beside a hidden input.
      const around = [
        element,
        element.parentElement,
        element.parentElement?.parentElement,
        element.closest('label'),
      ]
      // A row's ring is drawn by its cells.
      const cells = element.localName === 'tr' ? element.children : []
      const near = [...around, ...cells, ...(element.closest('label')?.querySelectorAll('*') ?? [])]
      const isSeen = near.some((each) => {
        if (!each) return false
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each)
        return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none'
      })
      return isSeen ? null : `${label} shows no focus`
    })
    if (fault) faults.push(fault)
  }
  expect.soft(faults, `${name}: focus`).toEqual([])
}
