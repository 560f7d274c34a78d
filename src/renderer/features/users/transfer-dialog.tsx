import type { Problem } from '@gatehouse/contract'
import ArrowRight from 'lucide-react/icons/arrow-right'
import { useState } from 'react'
import type { UserRow } from '../../../ipc/views.ts'
import { roleNames, words } from '../../../strings/common.ts'
import { ownershipWords as t } from '../../../strings/ownership.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useConfirmedMutate } from '../../data/use-confirmed.ts'
import { useRights } from '../../data/use-session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { TwoLines } from '../../ui/name.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Select } from '../../ui/select.tsx'
import { ErrorState } from '../../ui/states.tsx'
import styles from './users.module.css'

/** What the owner until now can become. */
const roles = ['admin', 'technician', 'billing', 'viewer'] as const
const mostCandidates = 6
const byName = { by: 'name', descending: false } as const

interface TransferProps {
  accountId: string
  /** Null: who becomes the owner is asked. */
  membershipId: string | null
}

/** It can't be taken back by whoever does it, so it is asked about: the account, both people, what each becomes. */
export function TransferDialog({ accountId, membershipId }: TransferProps) {
  const { account } = useRights(accountId)
  const closePanel = useAppStore((store) => store.closePanel)
  const confirmed = useConfirmedMutate()
  const [chosen, setChosen] = useState(membershipId)
  const [role, setRole] = useState<(typeof roles)[number]>('admin')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setIsPending] = useState(false)
  const heirs = useBridgeQuery('users.some', { accountId, membershipIds: chosen ? [chosen] : [] })
  const owners = useBridgeQuery('users.page', {
    accountId,
    filter: { role: 'owner' },
    sort: byName,
    limit: 1,
  })
  const heir = heirs.data?.[0]
  const owner = owners.data?.rows[0]
  const close = () => closePanel('transfer')
  if (!account) return null

  async function transfer(to: UserRow, accountName: string) {
    setIsPending(true)
    const answer = await confirmed(
      {
        name: 'memberships.transferOwnership',
        args: { accountId, membershipId: to.membershipId, previousOwnerRole: role, baseVersion: to.version },
      },
      t.done(to.name, accountName),
    )
    setIsPending(false)
    if (answer.ok) close()
    else setProblem(answer.error)
  }

  return (
    <Dialog
      isOpen
      role="alertdialog"
      size="medium"
      account={{ id: accountId, name: account.name }}
      title={t.title(account.name)}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{words.cancel}</Button>
          <Button
            kind="danger"
            isPending={isPending}
            disabledReason={heir ? null : t.chooseFirst}
            onPress={() => heir && void transfer(heir, account.name)}
          >
            {t.verb(heir?.name ?? null)}
          </Button>
        </>
      }
    >
      {membershipId === null && <Candidates accountId={accountId} chosen={chosen} onChoose={setChosen} />}
      <div className={styles.handover}>
        <Side title={t.now} user={owner} />
        <ArrowRight size={20} aria-hidden="true" className={styles.arrow} />
        <Side title={t.next} user={heir} />
      </div>
      {heir && (
        <ul className={styles.consequences}>
          <li>{t.gets(heir.name)}</li>
          {heir.endsAt && <li>{t.lastsForEver}</li>}
          <li>{t.noWayBack}</li>
        </ul>
      )}
      {owner && (
        <Select
          label={owner.isMe ? t.youBecome : t.theyBecome(owner.name)}
          value={role}
          options={roles.map((each) => ({ value: each, label: roleNames[each] }))}
          onChange={setRole}
        />
      )}
      {problem && <ErrorState problem={problem} inline />}
    </Dialog>
  )
}

function Side({ title, user }: { title: string; user: UserRow | undefined }) {
  return (
    <div className={styles.side}>
      <p className={styles.muted}>{title}</p>
      {user ? (
        <span className={styles.person}>
          <Avatar name={user.name} size={32} round />
          <TwoLines first={<bdi>{user.name}</bdi>} second={<bdi>{user.email}</bdi>} />
        </span>
      ) : (
        <p>{t.nobody}</p>
      )}
    </div>
  )
}

interface CandidatesProps {
  accountId: string
  chosen: string | null
  onChoose: (membershipId: string) => void
}

function Candidates({ accountId, chosen, onChoose }: CandidatesProps) {
  const [find, setFind] = useState('')
  const { data } = useBridgeQuery(
    'users.page',
    { accountId, filter: { find, status: 'active' }, sort: byName, limit: mostCandidates + 1 },
    { keepBefore: true },
  )
  const rows = (data?.rows ?? []).filter(({ isOwner }) => !isOwner).slice(0, mostCandidates)
  return (
    <>
      <SearchField label={t.find} value={find} onChange={setFind} autoFocus />
      {rows.length > 0 ? (
        <RadioGroup
          label={t.choose}
          value={chosen ?? ''}
          options={rows.map(({ membershipId, name, email }) => ({
            value: membershipId as string,
            label: name,
            description: <bdi>{email}</bdi>,
          }))}
          onChange={onChoose}
        />
      ) : (
        data && <p className={styles.muted}>{t.nobodyFound}</p>
      )}
    </>
  )
}
