// Zod speeds parsing up by compiling code, and tries whether it may by compiling an empty function: the page's content
// security policy forbids both and reports the try. This says beforehand that it may not. Comes first in main.tsx.
declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined
}

globalThis.__zod_globalConfig = { jitless: true }

export {}
