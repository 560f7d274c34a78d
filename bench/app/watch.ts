import type { Page } from 'playwright'

/** Something that has to stand in the page: an element, and what it says where that counts. */
export interface Shown {
  selector: string
  is?: string
  isNot?: string
}

type Watched = Window & { benchKeys?: { pressedAt: number | null }; benchPainted?: Promise<number> }

/** Notes when keys arrive. To be called once a page. */
export async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const keys: { pressedAt: number | null } = { pressedAt: null }
    ;(window as Watched).benchKeys = keys
    const note = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.type !== 'keydown') return
      if (!['Alt', 'Control', 'Shift', 'Meta'].includes(event.key)) keys.pressedAt = event.timeStamp
    }
    window.addEventListener('keydown', note, { capture: true })
    // Shortcuts keep their keys to themselves: whoever began to listen later doesn't hear them.
    const stop = Event.prototype.stopImmediatePropagation
    Event.prototype.stopImmediatePropagation = function () {
      note(this)
      stop.call(this)
    }
  })
}

/** A frame that hasn't come by then never will, and a bench that waits for it says nothing. */
const framesAwaitedMs = 30_000

/** Presses keys and answers the milliseconds from their event until a frame is out in which all of `wanted` stands. */
export async function untilPainted(page: Page, press: string, wanted: readonly Shown[]): Promise<number> {
  // Awaited, as the key may overtake what is evaluated: it is pressed once the page looks out for it.
  await page.evaluate(lookOut, [wanted, framesAwaitedMs] as const)
  await page.keyboard.press(press)
  return page.evaluate(
    () => (window as Watched).benchPainted ?? Promise.reject(new Error('nobody looks out')),
  )
}

/** Runs in the page. */
function lookOut([wanted, longest]: readonly [readonly Shown[], number]): void {
  const keys = (window as Watched).benchKeys
  if (!keys) throw new Error('keys are not watched')
  keys.pressedAt = null
  const holds = ({ selector, is, isNot }: Shown) => {
    const element = document.querySelector(selector)
    if (!element) return false
    const said = element instanceof HTMLInputElement ? element.value : element.textContent
    return (is === undefined || said === is) && (isNot === undefined || said !== isNot)
  }
  const until = performance.now() + longest
  ;(window as Watched).benchPainted = new Promise<number>((resolve, reject) => {
    const look = () => {
      const { pressedAt } = keys
      if (pressedAt === null || !wanted.every(holds)) {
        const missing = wanted.filter((each) => !holds(each)).map(({ selector }) => selector)
        if (performance.now() < until) requestAnimationFrame(look)
        else reject(new Error(`not painted: ${pressedAt === null ? 'no key came' : missing.join(', ')}`))
        return
      }
      // The frame that this callback belongs to is painted when the next message comes.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(performance.now() - pressedAt)
      port2.postMessage(null)
    }
    requestAnimationFrame(look)
  })
}

/** Until the page has nothing left to do: what is drawn after the first frame belongs to the step before. */
export function untilAtRest(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        // Answers of queries come in between.
        setTimeout(() => requestIdleCallback(() => resolve()), 150)
      }),
  )
}

/** Milliseconds since 1970 when all of these stand in a painted frame; for what began before there was a page. */
export async function paintedAt(page: Page, selectors: readonly string[]): Promise<number> {
  // A window begins with an empty page, which takes everything that runs in it along when it goes.
  for (const selector of selectors) await page.locator(selector).first().waitFor({ timeout: 60_000 })
  return page.evaluate(
    (all) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (!all.every((selector) => document.querySelector(selector))) {
            requestAnimationFrame(look)
            return
          }
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve(performance.timeOrigin + performance.now())
          port2.postMessage(null)
        }
        requestAnimationFrame(look)
      }),
    selectors,
  )
}

export interface Scrolled {
  framesPerSecond: number
  /** Frames that took longer than 25 ms, in percent. */
  late: number
  longestTask: number
}

/** Scrolls an element for so many milliseconds, a good part of a screen in each frame, and from its end begins again. */
export function scroll(
  page: Page,
  selector: string,
  milliseconds: number,
  axis: 'down' | 'across' = 'down',
): Promise<Scrolled> {
  return page.evaluate(
    async ([wanted, duration, axis]) => {
      const element = document.querySelector(wanted)
      if (!element) throw new Error(`nothing to scroll at ${wanted}`)
      let longestTask = 0
      const tasks = new PerformanceObserver((list) => {
        for (const { duration: took } of list.getEntries()) longestTask = Math.max(longestTask, took)
      })
      tasks.observe({ type: 'longtask' })
      const frames: number[] = []
      await new Promise<void>((resolve) => {
        const began = performance.now()
        let before = began
        const step = (now: number) => {
          frames.push(now - before)
          before = now
          if (axis === 'down') {
            element.scrollTop += 240
            if (element.scrollTop + element.clientHeight >= element.scrollHeight) element.scrollTop = 0
          } else {
            element.scrollLeft += 240
            if (element.scrollLeft + element.clientWidth >= element.scrollWidth) element.scrollLeft = 0
          }
          if (now - began < duration) requestAnimationFrame(step)
          else resolve()
        }
        requestAnimationFrame(step)
      })
      tasks.disconnect()
      const [, ...counted] = frames
      const total = counted.reduce((sum, frame) => sum + frame, 0)
      return {
        framesPerSecond: (counted.length * 1_000) / total,
        late: (counted.filter((frame) => frame > 25).length * 100) / counted.length,
        longestTask,
      }
    },
    [selector, milliseconds, axis] as const,
  )
}
