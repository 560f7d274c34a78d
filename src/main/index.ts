import { app } from 'electron'
import { isFirst } from './before-ready.ts'

// Not waited for: Electron gets ready while the rest is loaded. A program that is damaged must not stay without a window.
if (isFirst) {
  import('./app.ts').catch((error: unknown) => {
    console.error(error)
    app.exit(1)
  })
}
