import type { ChangesSince } from '../../../ipc/views.ts'
import { accessChangeWords as t } from '../../../strings/access-changes.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { Button } from '../../ui/button.tsx'
import { notify } from '../../ui/toast.tsx'

interface ExportButtonProps {
  /** Null: all accounts. */
  accountId: string | null
  since: ChangesSince
  isEmpty: boolean
}

export function ExportButton({ accountId, since, isEmpty }: ExportButtonProps) {
  async function save() {
    const answer = await bridge().command('changes.export', { accountId, since })
    if (!answer.ok) notifyProblem(answer.error)
    else if (answer.value.file) notify({ title: t.exported, detail: answer.value.file })
  }
  return (
    <Button disabledReason={isEmpty ? t.none.title : null} onPress={() => void save()}>
      {t.export}
    </Button>
  )
}
