import { words } from '../../../strings/common.ts'
import { syncWords } from '../../../strings/sync.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/overlay.tsx'

/** What becomes of the changes that wait for the one that is discarded. */
export function DiscardDialog(props: {
  what: string
  account: { id: string; name: string }
  dependents: number
  onClose: () => void
  onChosen: (dependents: 'release' | 'discard') => void
}) {
  const { what, account, dependents, onClose, onChosen } = props
  return (
    <Dialog
      isOpen
      role="alertdialog"
      account={account}
      title={syncWords.discardTitle}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button onPress={() => onChosen('release')}>{syncWords.discardAndTry}</Button>
          <Button kind="danger" onPress={() => onChosen('discard')}>
            {syncWords.discardAll(dependents + 1)}
          </Button>
        </>
      }
    >
      <p>{what}</p>
      <p>{syncWords.discardChoice(dependents)}</p>
    </Dialog>
  )
}
