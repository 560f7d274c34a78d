import { useState } from 'react'
import { type AccountDetail, accountLabelSchema, type LabelColour, labelColours } from '../../../ipc/views.ts'
import { labelWords as t } from '../../../strings/accounts.ts'
import { words } from '../../../strings/common.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { useBridgeQuery, useCommand } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { Select } from '../../ui/select.tsx'
import { ErrorState } from '../../ui/states.tsx'
import styles from './switcher.module.css'

/** The user's own words for an account. */
export function LabelDialog() {
  const panel = usePanel('label')
  const { data: account } = useBridgeQuery(
    'accounts.get',
    { accountId: panel?.accountId ?? '' },
    { enabled: panel !== null },
  )
  if (!panel || account?.id !== panel.accountId) return null
  return <Form key={account.id} account={account} />
}

const most = { tags: 20, letters: 40 }
const noColour = 'none'

function Form({ account }: { account: AccountDetail }) {
  const closePanel = useAppStore((store) => store.closePanel)
  const label = useCommand('accounts.label')
  const [alias, setAlias] = useState(account.alias)
  const [colour, setColour] = useState<LabelColour | null>(account.colour)
  const [tags, setTags] = useState(account.tags.join(', '))
  const close = () => closePanel('label')
  const named = tagsIn(tags)
  const error = wrongWith(named)

  async function save() {
    const parsed = accountLabelSchema.safeParse({ alias, colour, tags: named })
    if (!parsed.success || label.isPending) return
    label.mutate({ accountId: account.id, ...parsed.data }, { onSuccess: close })
  }

  return (
    <Dialog
      isOpen
      title={t.title}
      subtitle={t.hint}
      account={account}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{words.cancel}</Button>
          <Button
            kind="primary"
            isDisabled={error !== null}
            isPending={label.isPending}
            onPress={() => void save()}
          >
            {t.save}
          </Button>
        </>
      }
    >
      <form
        className={styles.labelForm}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField label={t.alias} value={alias} onChange={setAlias} maxLength={100} autoFocus />
        <Select
          label={t.colour}
          value={colour ?? noColour}
          options={[
            { value: noColour, label: t.noColour },
            ...labelColours.map((each) => ({ value: each, label: t.colours[each] })),
          ]}
          onChange={(value) => setColour(labelColours.find((each) => each === value) ?? null)}
        />
        <TextField
          label={t.tags}
          description={t.tagsHint}
          value={tags}
          onChange={setTags}
          maxLength={1000}
          error={error}
        />
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t.save}
        </button>
      </form>
      {label.error && <ErrorState inline problem={label.error} />}
    </Dialog>
  )
}

function tagsIn(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim())
  return [...new Set(tags.filter((tag) => tag !== ''))]
}

function wrongWith(tags: readonly string[]): string | null {
  if (tags.length > most.tags) return t.tooManyTags(most.tags)
  return tags.some((tag) => tag.length > most.letters) ? t.tooLongTag(most.letters) : null
}
