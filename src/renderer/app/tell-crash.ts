import { diagnosticsWords } from '../../strings/diagnostics.ts'
import { bridge } from '../data/bridge.ts'
import { notify } from '../ui/toast.tsx'
import { useAppStore } from './app-store.ts'

const t = diagnosticsWords.told

/** Says once, and quietly, that the window or the program had stopped before this page. */
export async function tellCrash(): Promise<void> {
  const told = await bridge().command('diagnostics.tellCrash', {})
  if (!told.ok || told.value.crash === null) return
  const { reference, sinceStart } = told.value.crash
  notify({
    title: sinceStart ? t.reloaded : t.ended,
    detail: sinceStart ? t.reloadedDetail : t.endedDetail,
    reference,
    stays: true,
    more: { label: t.diagnostics, onPress: () => useAppStore.getState().openPanel({ kind: 'diagnostics' }) },
  })
}
