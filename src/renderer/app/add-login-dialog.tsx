import { useState } from 'react'
import type { ServerInfo } from '../../ipc/views.ts'
import { words } from '../../strings/common.ts'
import { linkWords } from '../../strings/links.ts'
import { loginWords as t } from '../../strings/logins.ts'
import { bridge } from '../data/bridge.ts'
import { useCommand } from '../data/use-bridge.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/fields.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { ErrorState } from '../ui/states.tsx'
import { useAppStore, usePanel } from './app-store.ts'

/** Signs in as somebody else beside whoever is here; they stay until the browser comes back. */
export function AddLoginDialog({ server }: { server: ServerInfo }) {
  const panel = usePanel('add-login')
  return panel && <OpenDialog server={server} />
}

function OpenDialog({ server }: { server: ServerInfo }) {
  const closePanel = useAppStore((store) => store.closePanel)
  const [address, setAddress] = useState(server.address)
  const add = useCommand('logins.add')
  const isCancelled = add.error?.code === 'sign_in_failed' && add.error.detail === undefined

  function close() {
    void bridge().command('session.cancelSignIn', {})
    closePanel('add-login')
  }
  function submit() {
    const typed = address.trim()
    add.mutate(
      { address: typed === '' || typed === server.address ? null : typed },
      { onSuccess: () => closePanel('add-login') },
    )
  }

  return (
    <Dialog
      isOpen
      title={t.addTitle}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{words.cancel}</Button>
          <Button kind="primary" isPending={add.isPending} onPress={submit}>
            {t.addVerb}
          </Button>
        </>
      }
    >
      {add.isPending ? (
        <p role="status">
          <strong>{linkWords.waiting}</strong>
          <br />
          {linkWords.waitingHint}
        </p>
      ) : (
        <>
          {add.error && !isCancelled && <ErrorState problem={add.error} inline />}
          <p>{t.addIntro}</p>
          <TextField
            label={t.address}
            description={t.addressHint}
            value={address}
            onChange={setAddress}
            autoFocus
            onKeyDown={(event) => {
              if (event.key === 'Enter') submit()
              // Escape is the dialog's.
              else event.continuePropagation()
            }}
            inputProps={{ inputMode: 'url', autoCapitalize: 'off', spellCheck: 'false', autoComplete: 'url' }}
          />
        </>
      )}
    </Dialog>
  )
}
