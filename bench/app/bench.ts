import { join } from 'node:path'
import { _electron, type Page } from 'playwright'
import { dashboardWords } from '../../src/strings/dashboard.ts'
import type { Desktop } from '../../tools/driver/desktop.ts'
import { worldNow } from '../fleet/ids.ts'
import { askedOf } from '../fleet/questions.ts'
import { sizes } from '../fleet/sizes.ts'
import { createFleet } from '../fleet/world.ts'
import { type Bench, type Metric, median, p95, rounded } from '../metric.ts'
import { prepareApp, withInstallation } from './installation.ts'
import { paintedAt, scroll, untilAtRest, untilPainted, watchKeys } from './watch.ts'

const title = 'main h1'
/** Name and reference: accounts of a fleet have the same name now and then. */
const head = 'main header'
const figures = `main ul[aria-label="${dashboardWords.figures}"]`
const screens = [title, figures]

/** From the start of the process to the last account painted, without a network; beside it an empty window. */
export const benchStart: Bench = async ({ quick }) => {
  await prepareApp()
  const times = quick ? 3 : 7
  const floor = await repeated(times, emptyWindow)
  const fleet = await startsOf(quick ? sizes.tenth : sizes.fleet, times)
  const firm = await startsOf(sizes.firm, times)
  return {
    'start.usable': {
      value: Math.round(median(fleet) - median(floor)),
      unit: 'ms more',
      budget: 300,
      worse: 'higher',
      peer: {
        'empty window, ms': Math.round(median(floor)),
        'fleet, ms': Math.round(median(fleet)),
        'firm, ms': Math.round(median(firm)),
        'fleet by firm': rounded(median(fleet) / median(firm)),
      },
    },
  }
}

async function repeated(times: number, once: () => Promise<number>): Promise<number[]> {
  const measured: number[] = []
  for (let turn = 0; turn < times; turn += 1) measured.push(await once())
  return measured
}

async function emptyWindow(): Promise<number> {
  const began = Date.now()
  const app = await _electron.launch({ args: [join(import.meta.dirname, 'empty')], timeout: 60_000 })
  const page = await app.firstWindow()
  const at = await paintedAt(page, [title])
  await app.close()
  return at - began
}

function startsOf(size: (typeof sizes)[keyof typeof sizes], times: number): Promise<number[]> {
  return withInstallation(size, async (desktop) => {
    await openFirstAccount(desktop)
    await desktop.quit()
    return repeated(times, async () => {
      const began = Date.now()
      await desktop.launch()
      const at = await paintedAt(desktop.page, screens)
      await desktop.quit()
      return at - began
    })
  })
}

/** The account that the next start opens, and from which switching begins. */
async function openFirstAccount(desktop: Desktop): Promise<Page> {
  const page = await desktop.launch()
  await page.getByRole('option').first().waitFor({ timeout: 60_000 })
  await page.keyboard.press('Alt+ArrowDown')
  await page.locator(figures).waitFor({ timeout: 60_000 })
  return page
}

/** From the key to the painted dashboard, down the list of accounts of which none was looked at before. */
export const benchSwitch: Bench = async ({ quick }) => {
  await prepareApp()
  return withInstallation(quick ? sizes.tenth : sizes.fleet, async (desktop) => {
    const page = await openFirstAccount(desktop)
    await watchKeys(page)
    const measured: number[] = []
    for (let turn = 0; turn < (quick ? 60 : 300); turn += 1) {
      await untilAtRest(page)
      const before = (await page.locator(head).first().textContent()) ?? ''
      measured.push(
        await untilPainted(page, 'Alt+ArrowDown', [{ selector: head, isNot: before }, { selector: figures }]),
      )
    }
    const list = await scroll(page, 'nav [role=listbox]', quick ? 2_000 : 6_000)
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length)
    await desktop.quit()
    const budget = (value: number, limit: number, unit: string): Metric => ({
      value: rounded(value, 1),
      unit,
      budget: limit,
      worse: 'higher',
    })
    return {
      'switch.paint.p95': {
        ...budget(p95(measured), 33, 'ms'),
        peer: { 'median, ms': rounded(median(measured), 1) },
      },
      'ui.scroll': {
        value: rounded(list.framesPerSecond, 1),
        unit: 'frames/s',
        budget: 58,
        worse: 'lower',
        peer: { 'later than 25 ms, %': rounded(list.late), 'longest task, ms': Math.round(list.longestTask) },
      },
      'ui.nodes': budget(nodes, 1_500, 'elements'),
    }
  })
}

/** From each key of a search in the palette to the painted results. */
export const benchSearch: Bench = async ({ quick }) => {
  await prepareApp()
  const size = quick ? sizes.tenth : sizes.fleet
  // The keyboard that is played has the letters of a plain one.
  const texts = askedOf(createFleet(size), worldNow, quick)
    .texts.filter((text) => /^[a-z0-9]{3,}/i.test(text))
    .slice(0, quick ? 10 : 40)
  return withInstallation(size, async (desktop) => {
    const page = await openFirstAccount(desktop)
    await watchKeys(page)
    const measured: number[] = []
    const opening: number[] = []
    const field = '[role=dialog] input[role=combobox]'
    for (const text of texts) {
      opening.push(await untilPainted(page, 'Control+k', [{ selector: field }]))
      let typed = ''
      for (const letter of text.match(/^[a-z0-9]{3,6}/i)?.[0] ?? '') {
        typed += letter
        const status = { selector: '[role=dialog] [role=status]', isNot: '' }
        measured.push(await untilPainted(page, letter, [{ selector: field, is: typed }, status]))
      }
      await page.keyboard.press('Escape')
      await page.locator(field).waitFor({ state: 'detached' })
    }
    await desktop.quit()
    return {
      'search.paint.p95': {
        value: rounded(p95(measured), 1),
        unit: 'ms',
        budget: 33,
        worse: 'higher',
        peer: { 'median, ms': rounded(median(measured), 1), keys: measured.length },
      },
      'palette.open.p95': {
        value: rounded(p95(opening), 1),
        unit: 'ms',
        budget: 100,
        worse: 'higher',
        peer: { 'median, ms': rounded(median(opening), 1) },
      },
    }
  })
}
