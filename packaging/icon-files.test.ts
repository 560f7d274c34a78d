import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { icnsSizes, readIcns, readIco, sizeOfPng } from './icon-files.ts'

const icons = join(import.meta.dirname, 'icons')
const inApp = join(import.meta.dirname, '../src/main/electron/icons')
const sizesOf = (pictures: { size: number }[]) => [...new Set(pictures.map(({ size }) => size))]

it('has for Windows every size from a title bar to a large tile, each as it says', () => {
  const pictures = readIco(readFileSync(join(icons, 'gatehouse.ico')))
  expect(sizesOf(pictures)).toEqual([16, 20, 24, 32, 40, 48, 64, 96, 128, 256])
  for (const { size, png } of pictures) expect(sizeOfPng(png)).toBe(size)
})

it('has for macOS every size up to 1024 pixels, each as it says', () => {
  const pictures = readIcns(readFileSync(join(icons, 'gatehouse.icns')))
  expect(sizesOf(pictures).sort((a, b) => a - b)).toEqual(icnsSizes)
  expect(icnsSizes).toEqual([16, 32, 64, 128, 256, 512, 1024])
  for (const { size, png } of pictures) expect(sizeOfPng(png)).toBe(size)
})

it('has for Linux a file for each size, under its name', () => {
  const files = readdirSync(join(icons, 'png'))
  expect(files).toHaveLength(9)
  for (const file of files) {
    expect(file).toBe(`${sizeOfPng(readFileSync(join(icons, 'png', file)))}x${file.split('x')[1]}`)
  }
})

it('has icons for the tray that are sharp on a display with twice the pixels', () => {
  for (const name of ['tray-2x.png', 'tray-template-2x.png']) {
    expect(sizeOfPng(readFileSync(join(inApp, name)))).toBe(32)
  }
})
