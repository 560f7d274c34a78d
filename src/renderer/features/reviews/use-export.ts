import { useCallback } from 'react'
import type { CommandInput } from '../../../ipc/contract.ts'
import { reviewWords as t } from '../../../strings/reviews.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { notify } from '../../ui/toast.tsx'

type ExportName = 'reviews.export' | 'access.exportMatrix'

/** Writes a file that the user chooses, and says where it is. */
export function useExport() {
  return useCallback(async <N extends ExportName>(name: N, input: CommandInput<N>): Promise<void> => {
    const answer = await bridge().command(name, input)
    if (!answer.ok) return void notifyProblem(answer.error)
    const { file } = answer.value
    if (file !== null) notify({ title: t.exported, detail: t.exportedTo(file) })
  }, [])
}
