import type { Bridge } from '../../ipc/bridge.ts'

declare global {
  interface Window {
    gatehouse: Bridge
  }
}

/** The only way out of this page: everything asked of, or told to, the main process. */
export function bridge(): Bridge {
  return window.gatehouse
}
