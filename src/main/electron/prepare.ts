import { mkdirSync } from 'node:fs'
import { url as inspectorAddress } from 'node:inspector'
import { resolve } from 'node:path'
import { app, dialog, Menu, protocol } from 'electron'
import { chosenLanguage, loadLanguage } from '../../strings/load.ts'
import { startRefusedWords as words } from '../../strings/native.ts'
import { appId } from './app-id.ts'
import { appScheme } from './app-protocol.ts'
import { refusedSwitch } from './start-guard.ts'

/** Comes first: an installed program that is to be looked into, or to run without its guards, says so and ends. */
export async function guardStart(): Promise<void> {
  const refused = refusedSwitch({
    isPackaged: app.isPackaged,
    hasSwitch: (name) => app.commandLine.hasSwitch(name),
    argv: process.argv.slice(1),
    inspector: inspectorAddress(),
    environment: process.env,
  })
  if (refused === null) return
  await loadLanguage(chosenLanguage('system', app.getPreferredSystemLanguages()))
  dialog.showErrorBox(words.title, refused === '--no-sandbox' ? words.sandbox(refused) : words.text(refused))
  app.exit(1)
  // Nothing that follows is for this.
  await new Promise<never>(() => {})
}

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
  app.enableSandbox()
  // Windows shows notifications only of programs that go by the name of their entry in the start menu.
  app.setAppUserModelId(appId)
  // Without a menu of ours Electron makes one of its own, which looks into pages and loads them anew.
  Menu.setApplicationMenu(null)
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
  return { userData: app.getPath('userData') }
}
