import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { app, protocol } from 'electron'
import { appScheme } from './app-protocol.ts'

/**
 * What has to come before everything else: where data is kept, and that `app:` is a scheme with an origin of its own.
 * `GATEHOUSE_USER_DATA` names another folder, for instances side by side.
 */
export function prepareApp(): { userData: string } {
  const folder = process.env.GATEHOUSE_USER_DATA
  if (folder) {
    const path = resolve(folder)
    mkdirSync(path, { recursive: true, mode: 0o700 })
    app.setPath('userData', path)
  }
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
  return { userData: app.getPath('userData') }
}
