/** Electron's security checklist, by its numbers. */
export const points = [
  'Only load secure content',
  'No Node.js integration for remote content',
  'Context isolation',
  'Process sandboxing',
  'Permission requests are handled',
  'webSecurity is on',
  'A Content-Security-Policy',
  'No allowRunningInsecureContent',
  'No experimental features',
  'No enableBlinkFeatures',
  'No allowpopups on a webview',
  'Webviews are verified before they come up',
  'Navigation is limited',
  'New windows are limited',
  'openExternal with nothing untrusted',
  'A current version of Electron',
  'The sender of each IPC message is validated',
  'No file://, a scheme of our own',
  'Fuses',
  'No Electron API exposed to the page',
] as const

/** What showed a point: by its number. */
export type Shown = Map<number, string>

/** The checklist as it is printed: each point with what showed it, and how many of them hold. */
export function report(where: string, shown: Shown): string {
  const lines = points.map((title, index) => {
    const number = index + 1
    const what = shown.get(number)
    return `${String(number).padStart(4)}  ${what ? 'holds' : 'FAILS'}  ${title}${what ? `\n             ${what}` : ''}`
  })
  const head = `Electron's security checklist, ${where}`
  return `\n${[head, ...lines, `${shown.size} of ${points.length}`].join('\n')}\n\n`
}
