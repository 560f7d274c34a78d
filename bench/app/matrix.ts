import { demoPerson } from '../../server/src/demo/people.ts'
import { startDemo } from '../../server/src/demo/start.ts'
import { reviewWords } from '../../src/strings/reviews.ts'
import { SystemBrowser } from '../../tools/driver/browser.ts'
import { ClientArea } from '../../tools/driver/client-area.ts'
import { Desktop } from '../../tools/driver/desktop.ts'
import { fillUp } from '../../tools/driver/large-account.ts'
import { type Bench, rounded } from '../metric.ts'
import { prepareApp } from './installation.ts'
import { type Scrolled, scroll } from './watch.ts'

const grid = '[role=grid]'
const syncedWithinMs = 5 * 60_000

/** The grid of an account's users and applications, scrolled down and across, in the running app. */
export const benchMatrix: Bench = async ({ quick }) => {
  await prepareApp()
  const size = quick ? { users: 500, applications: 40 } : { users: 3_500, applications: 200 }
  const started = await startDemo({ logLevel: 'error' })
  if (!started.ok) throw new Error('the demo server did not start')
  const demo = started.value
  const browser = await SystemBrowser.start()
  const desktop = await Desktop.create({ server: demo.url })
  try {
    const { email } = demoPerson('owner')
    const account = await accountOf(email)
    await fillUp(demo, account, size)
    const page = await desktop.launch()
    const area = new ClientArea(desktop)
    await area.signIn(browser, { email, password: demo.password })
    await area
      .pill()
      .filter({ hasText: /^Synced/ })
      .waitFor({ timeout: syncedWithinMs })
    await area.openTab('Access review')
    await page.getByText(reviewWords.whoHasAccess, { exact: true }).click()
    await page.locator(`${grid} [data-source]`).first().waitFor({ timeout: 60_000 })
    const milliseconds = quick ? 2_000 : 6_000
    // Rows that have come stay; the first way down fetches them.
    await scroll(page, grid, milliseconds)
    const down = await scroll(page, grid, milliseconds)
    const across = await scroll(page, grid, milliseconds, 'across')
    await desktop.quit()
    const details = ({ late, longestTask }: Scrolled) =>
      `${rounded(late)} % later than 25 ms, longest task ${Math.round(longestTask)} ms`
    return {
      'ui.matrix': {
        value: rounded(Math.min(down.framesPerSecond, across.framesPerSecond), 1),
        unit: 'frames/s',
        budget: 58,
        worse: 'lower',
        peer: {
          'users x applications': `${size.users} x ${size.applications}`,
          down: details(down),
          across: details(across),
        },
      },
    }
  } finally {
    await desktop.dispose()
    await browser.close()
    await demo.close()
  }

  async function accountOf(email: string) {
    const server = demo.server()
    if (!server) throw new Error('the demo server is not running')
    const row = server.db
      .selectFrom('membership')
      .innerJoin('app_user', 'app_user.id', 'membership.user_id')
      .where('app_user.email', '=', email)
      .select('membership.account_id as id')
    return row.executeTakeFirstOrThrow()
  }
}
