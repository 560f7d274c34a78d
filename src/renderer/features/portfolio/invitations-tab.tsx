import MailPlus from 'lucide-react/icons/mail-plus'
import { useDeferredValue, useRef, useState } from 'react'
import { invitationAges, invitationStates } from '../../../ipc/attention.ts'
import type { InvitationFilter, InvitationLine, InvitationPage } from '../../../ipc/views.ts'
import { portfolioWords, allInvitationsWords as t } from '../../../strings/portfolio.ts'
import { useAppStore } from '../../app/app-store.ts'
import { openPortfolio } from '../../app/open-portfolio.ts'
import { bridge } from '../../data/bridge.ts'
import { usePieces } from '../../data/use-pieces.ts'
import { useFilter, useKeptScroll, useViewStore } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { ChoiceOf, OnlyAccount } from './choice.tsx'
import { canResend, canRevoke, invitationColumns } from './invitation-columns.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { exportList } from './use-export.ts'
import { useInvitationMenu } from './use-invitation-menu.ts'
import { everywhere } from './use-portfolio.ts'

const noFilter: InvitationFilter = { text: '', state: 'any', age: 'any', accountId: null, invitedBy: null }
const nobody: ReadonlyMap<string, InvitationLine> = new Map()
/** As many as come in one piece. */
const mostAtOnce = 500

/** Every invitation of every account, and what can be done with many of them at once. */
export function InvitationsTab() {
  const [kept, keep] = useFilter<Partial<InvitationFilter>>(everywhere, 'invitations', {})
  const filter: InvitationFilter = { ...noFilter, ...kept }
  const set = (change: Partial<InvitationFilter>) => keep({ ...kept, ...change })
  const scroll = useKeptScroll(everywhere, 'invitations')
  const [chosen, choose] = useFilter(everywhere, 'invitations selected', nobody)
  const [revoking, setRevoking] = useState<readonly InvitationLine[]>([])
  const asked = { filter: useDeferredValue(filter) }
  const { answer, onRange } = usePieces('portfolio.invitations', asked)
  const { menu, resend } = useInvitationMenu({ onRevoke: (row) => setRevoking([row]), onOnly: set })
  // Rows are chosen with all that is needed to act on them later, when they are out of view.
  const known = useRef(new Map(chosen))
  const remember = (rows: readonly InvitationLine[]) => {
    for (const row of rows) known.current.set(row.id, row)
  }

  function onChange(keys: ReadonlySet<string>) {
    remember(answer.data?.items ?? [])
    const rows = [...keys].slice(0, mostAtOnce).flatMap((key) => known.current.get(key) ?? [])
    choose(new Map(rows.map((row) => [row.id, row])))
  }

  async function keysOf(from: number, to: number): Promise<readonly string[]> {
    const limit = Math.min(mostAtOnce, to - from + 1)
    const found = await bridge().query('portfolio.invitations', { ...asked, offset: from, limit })
    if (!found.ok) return []
    remember(found.value.items)
    return found.value.items.map(({ id }) => id)
  }

  const rows = [...chosen.values()]
  return (
    <>
      <ListHead
        find={t.find}
        filter={filter.text}
        onFilter={(text) => set({ text })}
        count={answer.data && countOf(answer.data)}
        actions={
          <Button onPress={() => void exportList({ list: 'invitations', invitations: asked.filter })}>
            {portfolioWords.exportCsv}
          </Button>
        }
      >
        <ChoiceOf
          label={t.state}
          value={filter.state}
          options={invitationStates.map((value) => ({ value, label: t.states[value] }))}
          onChange={(state) => set({ state })}
        />
        <ChoiceOf
          label={t.age}
          value={filter.age}
          options={invitationAges.map((value) => ({ value, label: t.ages[value] }))}
          onChange={(age) => set({ age })}
        />
        <Inviter filter={filter} inviters={answer.data?.inviters ?? []} onChange={set} />
        <OnlyAccount
          accountId={filter.accountId}
          said={t.ofAccount}
          onClear={() => set({ accountId: null })}
        />
      </ListHead>
      <Answer answer={answer} skeletonRows={10}>
        {({ items: found, total, all, offset }) =>
          total > 0 ? (
            <Table<InvitationLine>
              label={t.table}
              rows={found}
              columns={invitationColumns}
              rowKey={(row) => row.id}
              rowName={(row) => row.email}
              isMuted={({ status }) => status !== 'pending' && status !== 'expired'}
              onOpen={openInvitation}
              menu={menu}
              scroll={scroll}
              window={{ total, offset, onRange }}
              selection={{ keys: new Set(chosen.keys()), onChange, all: total, keysOf }}
            />
          ) : all > 0 ? (
            <NothingFound title={t.noMatch} reason={t.noMatchReason} onClear={() => keep({})} />
          ) : (
            <EmptyState
              icon={<MailPlus size={22} />}
              title={t.empty}
              reason={t.emptyReason}
              action={<Button onPress={() => openPortfolio.accounts({})}>{t.emptyAction}</Button>}
            />
          )
        }
      </Answer>
      <SelectionBar count={rows.length} onClear={() => choose(nobody)}>
        <Button
          kind="primary"
          onPress={async () => (await resend(rows.filter(canResend))) && choose(nobody)}
          disabledReason={rows.some(canResend) ? null : t.noneToResend}
        >
          {t.resendMany(rows.filter(canResend).length)}
        </Button>
        <Button
          kind="danger"
          onPress={() => setRevoking(rows.filter(canRevoke))}
          disabledReason={rows.some(canRevoke) ? null : t.noneToRevoke}
        >
          {t.revokeMany(rows.filter(canRevoke).length)}
        </Button>
      </SelectionBar>
      {revoking.length > 0 && (
        <RevokeDialog
          rows={revoking}
          onClose={() => setRevoking([])}
          onDone={() => {
            setRevoking([])
            choose(nobody)
          }}
        />
      )}
    </>
  )
}

const anybody = 'anybody'

interface InviterProps {
  filter: InvitationFilter
  inviters: InvitationPage['inviters']
  onChange: (change: Partial<InvitationFilter>) => void
}

function Inviter({ filter, inviters, onChange }: InviterProps) {
  const { invitedBy } = filter
  return (
    <ChoiceOf
      label={t.invitedBy}
      value={invitedBy === null ? anybody : `by ${invitedBy}`}
      options={[
        { value: anybody, label: t.anybody },
        ...inviters.map(({ name, count }) => ({ value: `by ${name}`, label: t.inviter(name, count) })),
      ]}
      onChange={(value) => onChange({ invitedBy: value === anybody ? null : value.slice(3) })}
    />
  )
}

/** Its account, with the list narrowed to it. */
export function openInvitation({ accountId, email }: InvitationLine): void {
  useViewStore.getState().update(accountId, (view) => ({
    filters: { ...view.filters, invitations: { text: email, status: 'any' } },
    scroll: {},
  }))
  useAppStore.getState().go({ screen: 'account', accountId, tab: 'invitations' })
}

function countOf({ total, all }: InvitationPage): string {
  return total === all ? t.count(all) : t.countOf(total, all)
}
