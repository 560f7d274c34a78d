/** The programs that are part of the built one, each with its licence. */
export const licences: readonly { name: string; licence: string }[] = [
  { name: '@tanstack/react-query', licence: 'MIT' },
  { name: '@tanstack/react-virtual', licence: 'MIT' },
  { name: 'better-sqlite3-multiple-ciphers', licence: 'MIT' },
  { name: 'electron', licence: 'MIT' },
  { name: 'electron-log', licence: 'MIT' },
  { name: 'electron-store', licence: 'MIT' },
  { name: 'eventsource-parser', licence: 'MIT' },
  { name: 'ky', licence: 'MIT' },
  { name: 'lucide-react', licence: 'ISC' },
  { name: 'openid-client', licence: 'MIT' },
  { name: 'react', licence: 'MIT' },
  { name: 'react-aria-components', licence: 'Apache-2.0' },
  { name: 'react-dom', licence: 'MIT' },
  { name: 'uuid', licence: 'MIT' },
  { name: 'zod', licence: 'MIT' },
  { name: 'zustand', licence: 'MIT' },
]

export const ownLicence = 'Apache-2.0'
