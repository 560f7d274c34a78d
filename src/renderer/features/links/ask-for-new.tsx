import Copy from 'lucide-react/icons/copy'
import { linkWords as t } from '../../../strings/links.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { Button } from '../../ui/button.tsx'
import { notify } from '../../ui/toast.tsx'

/** Gatehouse can't write to a stranger: it puts a sentence on the clipboard, to be sent by hand. */
export function AskForNew({ inviter, text }: { inviter: string | null; text: string }) {
  async function copy() {
    const answer = await bridge().command('clipboard.write', { text })
    if (!answer.ok) return notifyProblem(answer.error)
    notify({
      title: t.askedCopied,
      detail: inviter ? t.askedCopiedDetail(inviter) : t.askedCopiedNobody,
    })
  }
  return (
    <Button icon={<Copy size={14} aria-hidden="true" />} onPress={() => void copy()}>
      {t.askForNew}
    </Button>
  )
}
