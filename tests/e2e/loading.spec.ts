import { demoPerson } from '../../server/src/demo/people.ts'
import type { Demo } from '../../server/src/demo/start.ts'
import { type FaultyProxy, startFaultyProxy } from '../integration/kit/faulty-proxy.ts'
import { checkScreen, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'

const isBootstrap = ({ path }: { path: string }) => path.startsWith('/v1/sync/bootstrap')
const never = new Promise<void>(() => {})

/** A network to the demo's server that a test can slow down: its address is the one that the app is told. */
async function networkTo(demo: Demo): Promise<FaultyProxy> {
  const network = await startFaultyProxy(demo.url)
  const discovery = await (await fetch(`${demo.url}/.well-known/gatehouse`)).json()
  const body = JSON.stringify({ ...discovery, api: discovery.api.replace(demo.url, network.url) })
  network.fault(({ path }) => path === '/.well-known/gatehouse', {
    do: 'answer',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body,
  })
  return network
}

test('the first sync says how far it is, is stopped and let go on by keyboard, and is used meanwhile', async ({
  openApp,
  systemBrowser,
  demo,
}) => {
  const network = await networkTo(demo)
  const cassie = await openApp({ server: network.url })
  const { page } = cassie
  // Some of the accounts arrive, then the line breaks, and whoever asks for the rest waits.
  const lift = network.fault(isBootstrap, { do: 'hold', until: never })
  const stop = page.getByRole('button', { name: 'Stop loading' })
  const goOn = page.getByRole('button', { name: 'Go on loading' })

  const address = await cassie.pressSignIn()
  await expect(page.getByRole('button', { name: 'Cancel' }), 'the focus is kept').toBeFocused()
  const browser = await systemBrowser.signIn(address, demoPerson('consultant').email, demo.password)
  await expect(browser.getByRole('heading', { name: /signed in/i })).toBeVisible()
  await browser.context().close()

  await test.step('before anything has arrived', async () => {
    await expect(page.getByRole('heading', { name: 'Reading your accounts' })).toBeVisible()
    await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuetext', 'Asking for your accounts')
    await checkScreen(cassie, 'loading')
    await tabTo(page, stop)
    await page.keyboard.press('Enter')
    await expect(goOn, 'the button that stops it lets it go on').toBeFocused()
    await expect(page.getByRole('main')).toContainText('Nothing can be shown yet.')
    await expect(page.getByRole('main')).not.toContainText('Asking for your accounts')
    await checkScreen(cassie, 'loading, stopped')
  })

  await test.step('the first accounts arrive', async () => {
    lift()
    network.fault(isBootstrap, { do: 'half', bytes: 300_000 }, 1)
    network.fault(isBootstrap, { do: 'hold', until: never })
    await page.keyboard.press('Enter')
    await cassie.expectSignedIn()
    await expect(page.locator('main:focus'), 'the focus goes on with the screen').toHaveCount(1)
    await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /^[1-9]\d* of 40 accounts/)
    await expect(page.getByRole('navigation')).toContainText(/ of [\d,]+ rows/)
  })

  await test.step('what is here can be used while it is stopped, over a restart as well', async () => {
    await tabTo(page, stop)
    await page.keyboard.press('Enter')
    await expect(goOn).toBeFocused()
    await expect(page.getByRole('navigation')).toContainText('Stopped')
    await expect(page.getByRole('navigation')).toContainText('is kept up to date')
    await checkScreen(cassie, 'some accounts here, stopped')
    await page.setViewportSize({ width: 640, height: 720 })
    await expect(goOn, 'also where the navigation is put away').toBeInViewport()
    await cassie.desktop.kill()
    await cassie.desktop.launch()
  })

  await test.step('let go on it ends by itself', async () => {
    const again = cassie.page.getByRole('button', { name: 'Go on loading' })
    await tabTo(cassie.page, again)
    network.heal()
    await cassie.page.keyboard.press('Enter')
    await expect(cassie.page.getByRole('progressbar')).toHaveCount(0, { timeout: 30_000 })
    await expect(cassie.page.locator('main:focus'), 'the focus is not lost with it').toHaveCount(1)
    await cassie.expectPill(/^Synced/)
    await expect(cassie.page.getByRole('main')).toContainText('40 accounts')
  })
  await network.close()
})
