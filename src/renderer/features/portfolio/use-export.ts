import type { CommandInput } from '../../../ipc/contract.ts'
import { portfolioWords as t } from '../../../strings/portfolio.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { notify } from '../../ui/toast.tsx'

/** Writes a list to a file that the user chooses, and says so. */
export async function exportList(wanted: CommandInput<'portfolio.export'>): Promise<void> {
  const answer = await bridge().command('portfolio.export', wanted)
  if (!answer.ok) return void notifyProblem(answer.error)
  const { file, count } = answer.value
  if (file !== null) notify({ title: t.exported(count), detail: t.exportedTo(file) })
}
