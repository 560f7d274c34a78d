import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Processor, System } from '../../packaging/native.ts'
import { packAndInspect, unpack } from '../../packaging/pack.ts'
import { demoPerson } from '../../server/src/demo/people.ts'
import { expect, test } from './fixtures.ts'

test('what is shipped is enough to start, sign in and open an account', async ({
  openApp,
  systemBrowser,
  demo,
}) => {
  test.setTimeout(180_000)
  // Far away from the project, so that nothing of it can be found by chance.
  const program = mkdtempSync(join(tmpdir(), 'gatehouse-shipped-'))
  const target = { system: process.platform as System, processor: process.arch as Processor }
  const { problems } = await packAndInspect(target, {}, (inspected) => unpack(inspected, program))
  expect(problems).toEqual([])

  const app = await openApp({ program })
  await app.signIn(systemBrowser, { email: demoPerson('consultant').email, password: demo.password })
  await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible()
  await app.desktop.quit()
  rmSync(program, { recursive: true, force: true })
})
