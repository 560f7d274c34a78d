import { bulkWords } from '../../../strings/bulk.ts'
import { useBulkQuestion } from '../../data/bulk-question.ts'
import { ConfirmDialog } from '../../ui/overlay.tsx'

/** Asks before changes that reach wide: it names what is done and to how many, and its button is the verb. */
export function BulkQuestion() {
  const question = useBulkQuestion((store) => store.question)
  if (!question) return null
  return (
    <ConfirmDialog
      isOpen
      title={question.title}
      verb={question.verb}
      danger={question.danger ?? false}
      onClose={() => question.answer(false)}
      onConfirm={() => question.answer(true)}
    >
      {question.effect && <p>{question.effect}</p>}
      <p>{bulkWords.wide(question.accounts)}</p>
    </ConfirmDialog>
  )
}
