import type { Permission, Problem } from '@gatehouse/contract'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import type { QueryOutput } from '../../../ipc/contract.ts'
import type { AccountDetail, TemplateItem } from '../../../ipc/views.ts'
import { roleNames, words } from '../../../strings/common.ts'
import { templateWords } from '../../../strings/templates.ts'
import { useAppStore } from '../../app/app-store.ts'
import { PermissionGroups } from '../../app/permission-groups.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useMutate } from '../../data/use-mutate.ts'
import { useRights } from '../../data/use-session.ts'
import { useDraft } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { Select } from '../../ui/select.tsx'
import { ErrorState, Notice, Skeleton } from '../../ui/states.tsx'
import { OfAccount } from './of-account.tsx'
import { deleteIntent, saveIntents, type TemplateDraft } from './template-changes.ts'
import styles from './templates.module.css'

const t = templateWords.form

interface TemplateDrawerProps {
  accountId: string
  /** Null: a new one. */
  templateId: string | null
}

/** One set of permissions of an account: written, changed or removed, with or without a connection. */
export function TemplateDrawer({ accountId, templateId }: TemplateDrawerProps) {
  const { account } = useRights(accountId)
  const templates = useBridgeQuery('templates.list', { accountId }).data
  const roles = useBridgeQuery('environments.roles', {}).data
  const closePanel = useAppStore((store) => store.closePanel)
  const template = templates?.find(({ id }) => id === templateId) ?? null
  const isReady = account && templates && roles
  if (isReady && (templateId === null || template)) {
    return <Editor account={account} template={template} templates={templates} roles={roles} />
  }
  return (
    <Drawer
      isOpen
      title={templateWords.title}
      subtitle={<OfAccount name={account?.name ?? ''} />}
      onClose={() => closePanel('template')}
    >
      {isReady ? <p>{t.gone}</p> : <Skeleton rows={8} />}
    </Drawer>
  )
}

interface EditorProps {
  account: AccountDetail
  template: TemplateItem | null
  templates: readonly TemplateItem[]
  roles: QueryOutput<'environments.roles'>
}

const longestName = 100
const noRole = 'none'

function Editor({ account, template, templates, roles }: EditorProps) {
  const { refusal } = useRights(account.id)
  const closePanel = useAppStore((store) => store.closePanel)
  const close = () => closePanel('template')
  const makeChange = useMutate()
  const [kept, keep] = useDraft<TemplateDraft>(account.id, `template-${template?.id ?? 'new'}`)
  const [start] = useState<TemplateDraft>(() => ({
    templateId: template?.id ?? newId(),
    name: template?.name ?? '',
    permissions: template?.permissions ?? [],
    from: template,
  }))
  const draft = kept ?? start
  const [isTried, setTried] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const chosen = new Set(draft.permissions)
  const reason = refusal('users.edit')
  const lacking = roles.catalogue.map(({ key }) => key).filter((key) => !account.permissions.includes(key))
  const nameError = wrongName(draft.name, templates, draft.templateId)
  const isChanged = draft.name.trim() !== (template?.name ?? '') || !isSame(draft.permissions, template)
  const set = (change: Partial<TemplateDraft>) => keep({ ...draft, ...change })
  // What somebody lacks can stay where it stands, and can't be put in.
  const mayHold = (permission: Permission) =>
    account.permissions.includes(permission) || (template?.permissions.includes(permission) ?? false)
  const inOrder = (wanted: ReadonlySet<Permission>) =>
    roles.catalogue.map(({ key }) => key).filter((key) => wanted.has(key))

  function toggle(permission: Permission) {
    const next = new Set(chosen)
    if (!next.delete(permission)) next.add(permission)
    set({ permissions: inOrder(next) })
  }
  function startFrom(role: string) {
    const found = roles.roles.find((each) => each.role === role)
    if (found) set({ permissions: inOrder(new Set(found.permissions.filter(mayHold))) })
  }
  async function submit() {
    setTried(true)
    if (reason || nameError || chosen.size === 0 || !isChanged) return
    const { intent, inverse } = saveIntents(account.id, draft)
    const name = draft.name.trim()
    const done = template ? templateWords.saved(name) : templateWords.created(name, account.name)
    const answer = await makeChange(intent, { done, inverse, quietRefusal: true })
    if (!answer.ok) return setProblem(answer.error)
    keep(undefined)
    close()
  }
  async function remove(current: TemplateItem) {
    const { intent, inverse } = deleteIntent(account.id, current)
    const done = templateWords.deleted(current.name, account.name)
    const answer = await makeChange(intent, { done, inverse, quietRefusal: true })
    if (!answer.ok) return setProblem(answer.error)
    keep(undefined)
    close()
  }

  return (
    <Drawer
      isOpen
      wide
      title={template ? <bdi>{template.name}</bdi> : t.newTitle}
      subtitle={<OfAccount name={account.name} />}
      onClose={close}
      footer={
        <>
          <span className={styles.sum} role="status">
            {t.chosen(chosen.size, roles.catalogue.length)}
          </span>
          {template && (
            <Button disabledReason={reason} onPress={() => void remove(template)}>
              {templateWords.delete}
            </Button>
          )}
          <Button
            onPress={() => {
              keep(undefined)
              close()
            }}
          >
            {isChanged ? words.discard : words.close}
          </Button>
          <Button kind="primary" disabledReason={reason} onPress={() => void submit()}>
            {template ? t.save : t.submit}
          </Button>
        </>
      }
    >
      {reason && <Notice tone="warning">{reason}</Notice>}
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <TextField
          label={t.name}
          value={draft.name}
          onChange={(name) => set({ name })}
          error={isTried || nameError === t.nameTaken ? nameError : null}
          isReadOnly={reason !== null}
          autoFocus
        />
        <Select
          label={t.startFrom}
          description={t.startFromHint}
          value={noRole}
          isDisabled={reason !== null}
          options={[
            { value: noRole, label: t.nothingYet },
            ...roles.roles
              .filter(({ role }) => role !== 'owner')
              .map(({ role, permissions }) => ({
                value: role as string,
                label: roleNames[role],
                description: templateWords.permissionCount(permissions.length),
              })),
          ]}
          onChange={startFrom}
        />
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t.save}
        </button>
      </form>
      {template && <p className={styles.muted}>{t.keeps}</p>}
      {isTried && chosen.size === 0 && (
        <p role="alert" className={styles.error}>
          {t.nothing}
        </p>
      )}
      <PermissionGroups
        choices={roles}
        chosen={draft.permissions}
        base={null}
        locked={lacking}
        lockedReason={t.lacking}
        onToggle={reason ? null : toggle}
      />
      {problem && <ErrorState inline problem={problem} />}
    </Drawer>
  )
}

function wrongName(name: string, templates: readonly TemplateItem[], own: string): string | null {
  const trimmed = name.trim()
  if (trimmed === '') return t.nameMissing
  if (trimmed.length > longestName) return t.nameTooLong(longestName)
  const same = (other: string) => other.localeCompare(trimmed, undefined, { sensitivity: 'accent' }) === 0
  return templates.some((other) => other.id !== own && same(other.name)) ? t.nameTaken : null
}

function isSame(permissions: readonly Permission[], template: TemplateItem | null): boolean {
  return String(permissions) === String(template?.permissions ?? [])
}
