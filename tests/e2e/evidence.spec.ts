import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import type { Bridge } from '../../src/ipc/bridge.ts'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { expect, test } from './fixtures.ts'
import { accountOf } from './world.ts'

const require = createRequire(import.meta.url)
const root = join(import.meta.dirname, '../..')

/** Whatever is written goes here instead of where a person would choose. */
async function saveTo(area: ClientArea, file: string): Promise<void> {
  await area.desktop.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, file)
}

/** Asks what the screens ask, for what has its own specs. */
function command(area: ClientArea, name: string, input: unknown): Promise<unknown> {
  return area.page.evaluate(
    async ([called, given]) => {
      const { gatehouse } = window as unknown as { gatehouse: Bridge }
      const answer = await gatehouse.command(called as 'reviews.open', given as never)
      if (!answer.ok) throw new Error(JSON.stringify(answer.error))
      return answer.value
    },
    [name, input] as const,
  )
}

/** The built app, called with words on its command line. */
function verify(...words: string[]): Promise<{ code: number; said: string }> {
  const executable: string = require('electron')
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, 'verify', ...words]
  return new Promise((resolve) => {
    execFile(executable, args, { cwd: root }, (error, said) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said })
    })
  })
}

/** Pages of a PDF, and the names that its fonts map letters to: text is there where there are such. */
function readPdf(bytes: Buffer) {
  const text = bytes.toString('latin1')
  const streams: string[] = []
  for (const { index, 0: head } of text.matchAll(/stream\r?\n/g)) {
    const from = index + head.length
    const to = text.indexOf('endstream', from)
    try {
      streams.push(inflateSync(bytes.subarray(from, to)).toString('latin1'))
    } catch {
      // Not packed this way, as pictures and fonts may be.
    }
  }
  return {
    pages: [...text.matchAll(/\/Type\s*\/Page\b/g)].length,
    isTagged: text.includes('/StructTreeRoot'),
    shown: streams.filter((stream) => /\bT[jJ]\b/.test(stream)).length,
    letters: streams.filter((stream) => stream.includes('beginbfchar') || stream.includes('beginbfrange'))
      .length,
  }
}

test('rule 26: a signed review is handed on as a PDF, a table and a file that anybody verifies', async ({
  signedIn,
  demo,
}, testInfo) => {
  test.slow()
  const { id: accountId, name } = await accountOf(demo, 'owner', 'owner')
  const olga = await signedIn('owner')
  await olga.expectPill(/^Synced/)
  const opened = (await command(olga, 'reviews.open', {
    accountIds: [accountId],
    title: 'Spring 2026 & "all"',
    allowsSelf: true,
  })) as { opened: { reviewId: string }[] }
  const review = { accountId, reviewId: opened.opened[0]?.reviewId ?? '' }
  await command(olga, 'reviews.follow', { ...review, which: 'all' })
  const exported = async (call: string, as: string, file: string, of: object = review) => {
    const path = testInfo.outputPath(file)
    await saveTo(olga, path)
    expect(await command(olga, call, { ...of, as })).toEqual({ file: path })
    return path
  }

  await test.step('before it is signed, as a draft that says so', async () => {
    const draft = readPdf(await readFile(await exported('reviews.export', 'pdf', 'draft.pdf')))
    expect(draft.pages).toBeGreaterThan(0)
    await expect(command(olga, 'reviews.export', { ...review, as: 'evidence' })).rejects.toThrow(
      'review_state',
    )
  })

  await command(olga, 'reviews.sign', { ...review, statement: 'I have looked at each line.' })
  await olga.expectPill(/^Synced/)

  await test.step('as a PDF with pages, letters and structure', async () => {
    const pdf = readPdf(await readFile(await exported('reviews.export', 'pdf', 'review.pdf')))
    expect(pdf).toMatchObject({ isTagged: true })
    expect(pdf.pages).toBeGreaterThan(0)
    expect(pdf.shown).toBeGreaterThanOrEqual(pdf.pages)
    expect(pdf.letters).toBeGreaterThan(0)
    const access = await exported('access.exportMatrix', 'pdf', 'access.pdf', { accountId })
    expect(readPdf(await readFile(access)).pages).toBeGreaterThan(0)
  })

  await test.step('as a table', async () => {
    const csv = await readFile(await exported('reviews.export', 'csv', 'review.csv'), 'utf8')
    expect(csv).toContain(`Account,${name}`)
    expect(csv).toContain('"Spring 2026 & ""all"""')
    const matrix = await readFile(
      await exported('access.exportMatrix', 'csv', 'access.csv', { accountId }),
      'utf8',
    )
    expect(matrix).toContain('User,Email,Role')
  })

  await test.step('as a file that the program verifies without a window, and finds tampered with', async () => {
    const file = await exported('reviews.export', 'evidence', 'evidence.json')
    const good = await verify(file)
    expect(good.said).toContain('Spring 2026')
    expect(good.code, good.said).toBe(0)
    const text = await readFile(file, 'utf8')
    const changed = testInfo.outputPath('changed.json')
    await writeFile(changed, text.replace('I have looked at each line.', 'I have looked at each Line.'))
    expect((await verify(changed)).code).toBe(1)
    const unsealed = testInfo.outputPath('unsealed.json')
    await writeFile(unsealed, JSON.stringify({ ...JSON.parse(text), seal: null }))
    expect((await verify(unsealed)).code).toBe(2)
  })
})
