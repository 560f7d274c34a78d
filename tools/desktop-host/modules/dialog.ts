import type Electron from 'electron'
import { strict } from '../strict.ts'

// Nothing is shown and nobody is asked: a question is printed and answered as if it had been dismissed. Tests put
// their own function in the place of the one their app calls.
type MessageBox = Electron.MessageBoxOptions | Electron.MessageBoxSyncOptions

function dismissed(args: unknown[]): number {
  const options = args.at(-1) as MessageBox
  const response = options.cancelId ?? options.defaultId ?? 0
  const answer = options.buttons?.[response] ?? 'OK'
  console.error(`desktop-host: dialog "${options.message}" answered with "${answer}"`)
  return response
}

const module: Partial<Electron.Dialog> = {
  showMessageBox: async (...args: unknown[]) => ({ response: dismissed(args), checkboxChecked: false }),
  showMessageBoxSync: (...args: unknown[]) => dismissed(args),
  showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
  showOpenDialogSync: () => undefined,
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
  showSaveDialogSync: () => '',
  showErrorBox: (title, content) => console.error(`${title}: ${content}`),
}
export const dialog = strict<Electron.Dialog>('dialog', module)
