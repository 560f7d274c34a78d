import type { IntentInput, Problem } from '@gatehouse/contract'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { useState } from 'react'
import type { AccountDetail } from '../../../ipc/views.ts'
import { accountSettingsWords } from '../../../strings/account-settings.ts'
import { words } from '../../../strings/common.ts'
import { useMutate } from '../../data/use-mutate.ts'
import { useRights } from '../../data/use-session.ts'
import { useDraft } from '../../data/view-store.ts'
import { WaitingMark } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { TextField } from '../../ui/fields.tsx'
import { ErrorState, Notice } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './account-settings.module.css'
import { Group } from './group.tsx'
import type { OfAccount } from './settings-tab.tsx'

const t = accountSettingsWords.details
const fields = ['name', 'reference', 'plan'] as const
type Field = (typeof fields)[number]

interface Draft extends Record<Field, string> {
  baseVersion: number
}

/** What the account is called. Written changes are a draft of the account until they are saved or discarded. */
export function DetailsForm({ account, settings }: OfAccount) {
  const { id: accountId } = account
  const { refusal } = useRights(accountId)
  const makeChange = useMutate()
  const [kept, setDraft] = useDraft<Draft>(accountId, 'settings')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setPending] = useState(false)
  const draft = kept ?? { ...pick(account), baseVersion: settings.version }
  const changed = fields.filter((field) => draft[field].trim() !== account[field])
  const missing = fields.find((field) => draft[field].trim() === '')
  const isOld = kept !== undefined && kept.baseVersion !== settings.version && changed.length > 0

  function set(field: Field, value: string) {
    const next = { ...draft, [field]: value }
    setProblem(null)
    setDraft(fields.every((each) => next[each] === account[each]) ? undefined : next)
  }

  /** Why the field is as it is; null where it can be changed. */
  function reasonFor(field: Field): string | null {
    if (field !== 'name' && !settings.isAdministrator) return t.byAdministrators(account.environmentName)
    return refusal('account.edit')
  }

  async function save() {
    if (changed.length === 0 || missing || isOld || isPending) return
    setPending(true)
    const answer = await makeChange(change(accountId, draft, changed, draft.baseVersion), {
      done: t.done(account.name),
      quietRefusal: true,
      inverse: change(accountId, pick(account), changed, draft.baseVersion + 1),
    })
    setPending(false)
    if (answer.ok) setDraft(undefined)
    else setProblem(answer.error)
  }

  return (
    <Group title={t.title}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {isOld && (
          <Notice tone="warning" icon={<TriangleAlert size={16} />}>
            <p role="status">{t.changedMeanwhile}</p>
            <span className={styles.actions}>
              <Button size="small" onPress={() => setDraft(undefined)}>
                {t.takeTheirs}
              </Button>
              <Button size="small" onPress={() => setDraft({ ...draft, baseVersion: settings.version })}>
                {t.keepMine}
              </Button>
            </span>
          </Notice>
        )}
        <div className={styles.fields}>
          {fields.map((field) => {
            const reason = reasonFor(field)
            return (
              <TextField
                key={field}
                label={t[field]}
                value={draft[field]}
                onChange={(value) => set(field, value)}
                isReadOnly={reason !== null}
                description={reason}
                maxLength={field === 'name' ? 200 : 100}
                error={draft[field].trim() === '' ? t.missing[field] : null}
                className={field === 'name' ? styles.wide : undefined}
              />
            )
          })}
        </div>
        {problem && <ErrorState inline problem={problem} />}
        {kept && (
          <div className={styles.actions}>
            <Button
              type="submit"
              kind="primary"
              isPending={isPending}
              disabledReason={missing ? t.missing[missing] : isOld ? t.changedMeanwhile : null}
            >
              {t.save}
            </Button>
            <Button
              onPress={() => {
                setDraft(undefined)
                setProblem(null)
              }}
            >
              {t.discard}
            </Button>
          </div>
        )}
      </form>
      {settings.waiting && <WaitingMark>{words.waiting}</WaitingMark>}
      <dl className={styles.facts}>
        <div>
          <dt>{t.environment}</dt>
          <dd>
            <bdi>{account.environmentName}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t.created}</dt>
          <dd>
            <Time at={settings.createdAt} as="date" />
          </dd>
        </div>
      </dl>
      <CopyText label={t.id} text={accountId} />
    </Group>
  )
}

function pick({ name, reference, plan }: AccountDetail | Draft): Record<Field, string> {
  return { name, reference, plan }
}

/** Only what is to be another: the rest stays as it is by then. */
function change(
  accountId: string,
  values: Record<Field, string>,
  changed: readonly Field[],
  baseVersion: number,
): IntentInput {
  const args = Object.fromEntries(changed.map((field) => [field, values[field].trim()]))
  return { name: 'accounts.edit', args: { accountId, ...args, baseVersion } }
}
