import type { Permission } from '@gatehouse/contract'
import type { RoleChoices, UserDetail } from '../../../ipc/views.ts'
import { roleNames } from '../../../strings/common.ts'
import { editorWords as t } from '../../../strings/permission-editor.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useMutate } from '../../data/use-mutate.ts'
import { useDraft } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { Notice } from '../../ui/states.tsx'
import {
  type Base,
  basesOf,
  completed,
  differences,
  draftOf,
  isSame,
  type KeptDraft,
  notToGive,
  type PermissionDraft,
  startedFrom,
  toggled,
} from './permission-draft.ts'
import { PermissionGroups } from './permission-groups.tsx'
import { WhatIsLacking } from './permission-lacks.tsx'
import type { UserActions } from './use-user-actions.ts'
import styles from './users.module.css'

interface EditorProps {
  accountId: string
  user: UserDetail
  actions: UserActions
  replaces?: string | undefined
  onSaved: () => void
}

/** The role of a user and every single permission; what differs from the role, and what can't be handed out. */
export function PermissionEditor(props: EditorProps) {
  const answer = useBridgeQuery('users.roles', { accountId: props.accountId })
  return <Answer answer={answer}>{(choices) => <Editor {...props} choices={choices} />}</Answer>
}

export function baseName(base: Base | undefined): string {
  if (!base) return roleNames.custom
  return base.name ?? roleNames[base.role]
}

function Editor({
  accountId,
  user,
  actions,
  replaces,
  onSaved,
  choices,
}: EditorProps & { choices: RoleChoices }) {
  const bases = basesOf(choices)
  const [kept, setDraft] = useDraft<KeptDraft>(accountId, `permissions ${user.membershipId}`)
  const begun = draftOf(user, bases)
  const draft = kept ? completed(kept, bases) : begun
  const base = bases.find(({ id }) => id === draft.base)
  const own = actions.rights.account?.permissions ?? []
  const refusal = actions.refusals(user).edit
  const isReadOnly = refusal !== null

  function change(next: PermissionDraft) {
    const isBack = next.role === user.role && isSame(next.permissions, user.permissions)
    setDraft(isBack && next.base === begun.base ? undefined : next)
  }

  return (
    <>
      {isReadOnly && <Notice>{user.isOwner ? t.ownerFixed : refusal}</Notice>}
      {kept && !replaces && kept.version !== user.version && (
        <Notice tone="warning">{t.changedMeanwhile}</Notice>
      )}
      {replaces && <Notice>{t.editsChange}</Notice>}
      {!user.isOwner && (
        <RoleSelect
          {...{ draft, bases, choices, own, user, isReadOnly }}
          owner={actions.owner}
          onChange={(chosen) => change(chosen ? startedFrom(draft, chosen) : { ...draft, role: 'custom' })}
        />
      )}
      {!user.isOwner && base && (
        <Difference
          base={base}
          draft={draft}
          onBack={isReadOnly ? null : () => change(startedFrom(draft, base))}
        />
      )}
      <PermissionGroups
        choices={choices}
        chosen={draft.permissions}
        base={user.isOwner ? null : (base?.permissions ?? null)}
        locked={notToGive(
          choices.catalogue.map(({ key }) => key),
          own,
          user.permissions,
        )}
        lockedReason={t.cannotGive(actions.owner)}
        onToggle={isReadOnly ? null : (key) => change(toggled(draft, key, choices, bases))}
      />
      <WhatIsLacking
        name={user.name}
        lacking={choices.catalogue.map(({ key }) => key).filter((key) => !user.permissions.includes(key))}
        own={own}
        canEdit={!isReadOnly}
        owner={actions.owner}
      />
      {!isReadOnly && (
        <SaveBar
          {...{ accountId, user, draft, replaces }}
          base={base}
          isDraft={kept !== undefined}
          onDiscard={() => setDraft(undefined)}
          onSaved={() => {
            setDraft(undefined)
            onSaved()
          }}
        />
      )}
    </>
  )
}

interface RoleSelectProps {
  draft: PermissionDraft
  bases: readonly Base[]
  choices: RoleChoices
  own: readonly Permission[]
  user: UserDetail
  isReadOnly: boolean
  owner: string | null
  /** Null: permissions of their own. */
  onChange: (base: Base | null) => void
}

function RoleSelect({ draft, bases, choices, own, user, isReadOnly, owner, onChange }: RoleSelectProps) {
  const base = bases.find(({ id }) => id === draft.base)
  const isBase = base && isSame(base.permissions, draft.permissions) && base.role === draft.role
  const options = bases.map((each) => {
    const lacking = notToGive(each.permissions, own, user.permissions).length
    return {
      value: each.id,
      label: baseName(each),
      description:
        lacking > 0
          ? t.roleLacks(lacking, owner)
          : each.name === null
            ? t.preset(each.permissions.length, choices.catalogue.length)
            : t.template(each.permissions.length),
      isDisabled: lacking > 0,
    }
  })
  const custom = {
    value: 'custom',
    label: isBase || !base ? t.custom : t.customBased(baseName(base)),
    description: t.customHelp,
  }
  return (
    <Select
      label={t.startFrom}
      value={isBase ? base.id : 'custom'}
      options={[...options, custom]}
      isDisabled={isReadOnly}
      onChange={(value) => onChange(bases.find(({ id }) => id === value) ?? null)}
    />
  )
}

function Difference(props: { base: Base; draft: PermissionDraft; onBack: (() => void) | null }) {
  const { base, draft, onBack } = props
  const { more, less } = differences(base.permissions, draft.permissions)
  const isSameAsBase = more.length === 0 && less.length === 0
  return (
    <p className={styles.difference} role="status">
      {isSameAsBase ? t.same(baseName(base)) : t.differs(baseName(base), more.length, less.length)}
      {!isSameAsBase && onBack && (
        <Button kind="link" onPress={onBack}>
          {t.backTo(baseName(base))}
        </Button>
      )}
    </p>
  )
}

interface SaveBarProps {
  accountId: string
  user: UserDetail
  draft: PermissionDraft
  base: Base | undefined
  isDraft: boolean
  replaces?: string | undefined
  onDiscard: () => void
  onSaved: () => void
}

/** Says what saving gives and takes, before it does. */
function SaveBar({ accountId, user, draft, base, isDraft, replaces, onDiscard, onSaved }: SaveBarProps) {
  const mutate = useMutate()
  const { more, less } = differences(user.permissions, draft.permissions)
  const isUnchanged = more.length + less.length === 0 && draft.role === user.role
  const nothing = draft.permissions.length === 0 ? t.chooseOne : isUnchanged ? t.unchanged : null
  const said = [
    more.length > 0 && t.gives(more.map(permissionLabel)),
    less.length > 0 && t.takes(less.map(permissionLabel)),
    !isUnchanged && more.length + less.length === 0 && t.roleOnly(roleNames[draft.role]),
  ].filter(Boolean)

  async function save() {
    const args = { accountId, membershipId: user.membershipId }
    const { role, permissions, version } = user
    const before = role === 'custom' ? { role, permissions } : { role: role === 'owner' ? 'admin' : role }
    const after =
      draft.role === 'custom'
        ? { role: draft.role, permissions: [...draft.permissions] }
        : { role: draft.role }
    const answer = await mutate(
      { name: 'memberships.setPermissions', args: { ...args, ...after, baseVersion: version } },
      {
        done:
          draft.role === 'custom' && !base?.name
            ? t.savedCustom(user.name)
            : t.saved(user.name, draft.role === 'custom' ? baseName(base) : roleNames[draft.role]),
        inverse: {
          name: 'memberships.setPermissions',
          args: { ...args, ...before, baseVersion: version + 1 },
        },
        replaces,
      },
    )
    if (answer.ok) onSaved()
  }

  return (
    <div className={styles.saveBar}>
      <span className={styles.saveText} role="status">
        {said.length > 0 ? said.map((each) => <span key={String(each)}>{each}</span>) : t.unchanged}
      </span>
      <Button disabledReason={isDraft ? null : t.unchanged} onPress={onDiscard}>
        {t.discard}
      </Button>
      <Button kind="primary" disabledReason={nothing} onPress={() => void save()}>
        {t.save}
      </Button>
    </div>
  )
}
