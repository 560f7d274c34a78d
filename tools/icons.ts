// `npm run icons`: draws the icons of the program anew from their SVG sources in packaging/icons, by Chromium. What it
// writes is committed, so that a package can be made where there is no browser.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright'
import { icnsSizes, type Picture, writeIcns, writeIco } from '../packaging/icon-files.ts'
import { findChromium } from './desktop-host/find-chromium.ts'

const root = join(import.meta.dirname, '..')
const sources = join(root, 'packaging/icons')
const inApp = join(root, 'src/main/electron/icons')

const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const windowsSizes = [16, 20, 24, 32, 40, 48, 64, 96, 128, 256]
/** Up to here the drawing with fewer lines is the clearer one. */
const smallest = 24

async function draw(browser: Browser, source: string, size: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: size, height: size }, deviceScaleFactor: 1 })
  const svg = readFileSync(join(sources, `${source}.svg`), 'utf8')
  const style = 'html,body{margin:0;background:transparent}svg{display:block;width:100vw;height:100vh}'
  await page.setContent(`<!doctype html><style>${style}</style>${svg}`)
  const png = await page.screenshot({ omitBackground: true })
  await page.close()
  return png
}

const browser = await chromium.launch({ executablePath: findChromium() })
const drawAll = async (source: string, sizes: readonly number[]): Promise<Picture[]> => {
  const pictures: Picture[] = []
  for (const size of sizes) {
    const from = size <= smallest ? 'gatehouse-small' : source
    pictures.push({ size, png: await draw(browser, from, size) })
  }
  return pictures
}

mkdirSync(join(sources, 'png'), { recursive: true })
for (const { size, png } of await drawAll('gatehouse', linuxSizes)) {
  writeFileSync(join(sources, 'png', `${size}x${size}.png`), png)
}
writeFileSync(join(sources, 'gatehouse.ico'), writeIco(await drawAll('gatehouse', windowsSizes)))
writeFileSync(join(sources, 'gatehouse.icns'), writeIcns(await drawAll('gatehouse-mac', icnsSizes)))
writeFileSync(join(inApp, 'tray-2x.png'), await draw(browser, 'tray', 32))
writeFileSync(join(inApp, 'tray-template-2x.png'), await draw(browser, 'tray-template', 32))
await browser.close()
console.log('icons: drawn; look at them before they are committed')
