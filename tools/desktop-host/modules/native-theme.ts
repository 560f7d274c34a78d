import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import { bus } from '../bus.ts'
import { type PartOf, strict } from '../strict.ts'

class HostNativeTheme extends EventEmitter implements PartOf<Electron.NativeTheme> {
  readonly inForcedColorsMode = false
  readonly prefersReducedTransparency = false
  readonly shouldDifferentiateWithoutColor = false
  readonly shouldUseHighContrastColors = false
  readonly shouldUseInvertedColorScheme = false
  #source: 'system' | 'light' | 'dark' = 'system'

  /** The system of the host is a light one. */
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.shouldUseDarkColors
  }
  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source
  }
  set themeSource(source: 'system' | 'light' | 'dark') {
    if (source === this.#source) return
    this.#source = source
    bus.emit('theme-changed')
    this.emit('updated')
  }
}

const implementation = new HostNativeTheme()
export const nativeTheme = strict<Electron.NativeTheme>('nativeTheme', implementation)

/** What pages are told as prefers-color-scheme; '' leaves it to Chromium. */
export const currentColorScheme = (): '' | 'light' | 'dark' =>
  implementation.themeSource === 'system' ? '' : implementation.themeSource
