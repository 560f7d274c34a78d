import { type FormEvent, useState } from 'react'
import { words } from '../../../strings/common.ts'
import { linkWords } from '../../../strings/links.ts'
import { explain } from '../../../strings/problems.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Dialog } from '../../ui/overlay.tsx'

const t = linkWords.paste
const formId = 'paste-link'

/** An invitation link or code by hand, for when the link in the e-mail doesn't open Gatehouse. */
export function PasteLinkDialog() {
  const [text, setText] = useState('')
  const [isEmpty, setIsEmpty] = useState(false)
  const paste = useCommand('links.paste')
  const openPanel = useAppStore((store) => store.openPanel)
  const closePanel = useAppStore((store) => store.closePanel)
  const close = () => closePanel('paste-link')

  function open(event: FormEvent) {
    event.preventDefault()
    setIsEmpty(text.trim() === '')
    if (text.trim() === '') return
    paste.mutate(
      { text: text.trim() },
      { onSuccess: ({ linkId }) => openPanel({ kind: 'invitation-link', linkId }) },
    )
  }

  return (
    <Dialog
      isOpen
      title={t.title}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{words.cancel}</Button>
          <Button kind="primary" type="submit" form={formId} isPending={paste.isPending}>
            {t.open}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={open} noValidate>
        <TextField
          label={t.field}
          description={t.hint}
          autoFocus
          value={text}
          maxLength={2000}
          onChange={(typed) => {
            setText(typed)
            setIsEmpty(false)
            paste.reset()
          }}
          inputProps={{ spellCheck: false, autoComplete: 'off', dir: 'ltr' }}
          error={isEmpty ? t.empty : paste.error ? wrongWith(paste.error) : null}
        />
        {paste.error?.reference && (
          <CopyText label={words.reference} text={paste.error.reference} copy={words.copyReference} />
        )}
      </form>
    </Dialog>
  )
}

function wrongWith(problem: Parameters<typeof explain>[0]): string {
  const { title, advice } = explain(problem)
  return problem.detail ?? `${title}. ${advice}`
}
