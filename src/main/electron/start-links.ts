import { app } from 'electron'

/** What looks like a link of ours among a program's arguments; whether it is one, its parser says. */
export function linksIn(argv: readonly string[]): string[] {
  return argv.filter((argument) => /^gatehouse:/i.test(argument))
}

/**
 * One instance per data folder. False: another one runs, has been shown and was given our links, so this one ends.
 * Before `ready`.
 */
export function claimInstance(on: { link(text: string): void; secondStart(): void }): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.setAsDefaultProtocolClient('gatehouse')
  app.on('second-instance', (_event, argv) => {
    on.secondStart()
    for (const text of linksIn(argv)) on.link(text)
  })
  // macOS hands links over as events, also those that started the program.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    on.secondStart()
    on.link(url)
  })
  return true
}
