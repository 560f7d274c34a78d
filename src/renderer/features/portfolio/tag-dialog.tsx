import { useMemo, useState } from 'react'
import { words } from '../../../strings/common.ts'
import { accountListWords, tagWords as t } from '../../../strings/portfolio.ts'
import { useAccounts } from '../../data/use-accounts.ts'
import { useBridgeQuery, useCommand } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox, TextField } from '../../ui/fields.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import styles from './portfolio.module.css'

const mostLetters = 40
const mostTags = 20
/** More to choose from than these is longer than a dialog; all others can be written. */
const mostShown = 24

/** The user's own tags of several accounts: some added, some taken away. */
export function TagDialog({ accountIds, onClose }: { accountIds: readonly string[]; onClose: () => void }) {
  const tag = useCommand('accounts.tag')
  const [typed, setTyped] = useState('')
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set())
  const used = useTagsOf(accountIds)
  const known = useBridgeQuery('accounts.facets', {}).data?.tags ?? []
  const add = tagsIn(typed)
  const isTooLong = add.some((each) => each.length > mostLetters)
  const isNothing = add.length === 0 && removed.size === 0

  function save() {
    if (isNothing || isTooLong || tag.isPending) return
    tag.mutate(
      { accountIds: [...accountIds], add, remove: [...removed] },
      {
        onSuccess: ({ changed }) => {
          notify({ title: changed > 0 ? t.done(changed) : t.nothing })
          onClose()
        },
      },
    )
  }

  return (
    <Dialog
      isOpen
      title={t.title}
      subtitle={t.subtitle(accountIds.length)}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button kind="primary" isDisabled={isNothing || isTooLong} isPending={tag.isPending} onPress={save}>
            {t.save(accountIds.length)}
          </Button>
        </>
      }
    >
      <form
        className={styles.tagForm}
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <TextField
          label={t.add}
          description={t.addHint}
          value={typed}
          onChange={setTyped}
          maxLength={1000}
          error={isTooLong ? t.tooLong(mostLetters) : null}
          autoFocus
        />
        {known.length > 0 && (
          <fieldset className={styles.tagChoices}>
            <legend>{t.known}</legend>
            {known.slice(0, mostShown).map(({ name, accounts }) => (
              <Button
                key={name}
                size="small"
                aria-pressed={add.includes(name)}
                className={styles.tagChoice}
                onPress={() => setTyped(toggled(add, name).join(', '))}
              >
                {accountListWords.option(name, accounts)}
              </Button>
            ))}
          </fieldset>
        )}
        {used.length > 0 && (
          <fieldset className={styles.tagChoices}>
            <legend>{t.take}</legend>
            {used.slice(0, mostShown).map(({ name, count }) => (
              <Checkbox
                key={name}
                isSelected={removed.has(name)}
                onChange={() => setRemoved(new Set(toggled([...removed], name)))}
              >
                {accountListWords.option(name, count)}
              </Checkbox>
            ))}
          </fieldset>
        )}
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t.save(accountIds.length)}
        </button>
      </form>
      {tag.error && <ErrorState inline problem={tag.error} />}
    </Dialog>
  )
}

function useTagsOf(accountIds: readonly string[]): { name: string; count: number }[] {
  const { data: accounts } = useAccounts()
  return useMemo(() => {
    const wanted = new Set(accountIds)
    const counts = new Map<string, number>()
    for (const account of accounts ?? [])
      if (wanted.has(account.id))
        for (const name of account.tags) counts.set(name, (counts.get(name) ?? 0) + 1)
    return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count)
  }, [accounts, accountIds])
}

function tagsIn(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim())
  return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, mostTags)
}

function toggled(list: readonly string[], name: string): string[] {
  return list.includes(name) ? list.filter((each) => each !== name) : [...list, name]
}
