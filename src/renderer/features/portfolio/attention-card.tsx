import CircleCheck from 'lucide-react/icons/circle-check'
import { useId } from 'react'
import { type AttentionFilter, attentionReasons } from '../../../ipc/attention.ts'
import type { AccountLine, Portfolio } from '../../../ipc/views.ts'
import { roleIn } from '../../../strings/common.ts'
import { number } from '../../../strings/format.ts'
import { accountListWords, portfolioWords, attentionWords as t } from '../../../strings/portfolio.ts'
import { shell } from '../../../strings/shell.ts'
import { useAppStore } from '../../app/app-store.ts'
import { openPortfolio } from '../../app/open-portfolio.ts'
import { usePieces } from '../../data/use-pieces.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { Name, TwoLines } from '../../ui/name.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './portfolio.module.css'
import { LevelBadge, Reasons, reasonEntries } from './reasons.tsx'
import { exportList } from './use-export.ts'
import { everywhere } from './use-portfolio.ts'

/** Accounts that need somebody, the most pressing first, and why; each reason leads to where it is mended. */
export function AttentionCard({ data }: { data: Portfolio }) {
  const titleId = useId()
  const [reason, setReason] = useFilter<AttentionFilter>(everywhere, 'attention', 'any')
  const openAccount = useAppStore((store) => store.openAccount)
  const scroll = useKeptScroll(everywhere, 'attention')
  const asked = { filter: { attention: reason }, sort: { by: 'attention' as const, descending: true } }
  const { answer, onRange } = usePieces('accounts.page', asked)
  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <header className={styles.cardHead}>
        <h2 id={titleId} className={styles.cardTitle}>
          {t.title}
        </h2>
        <Select
          label={t.filter}
          hideLabel
          className={styles.reasonFilter}
          value={reason}
          options={reasonOptions(data)}
          onChange={setReason}
        />
        <span role="status" className={styles.cardCount}>
          {answer.data && t.count(answer.data.total)}
        </span>
        <Button
          kind="link"
          onPress={() => void exportList({ list: 'attention', accounts: asked })}
          disabledReason={answer.data?.total === 0 ? t.noneOf : null}
        >
          {portfolioWords.exportCsv}
        </Button>
      </header>
      <Answer answer={answer}>
        {({ items, total, offset }) =>
          total > 0 ? (
            <Table
              label={t.table}
              rows={items}
              columns={columns}
              rowKey={(account) => account.id}
              rowName={(account) => account.name}
              onOpen={(account) => openAccount(account.id, 'dashboard')}
              menu={(account) => [
                ...reasonEntries(account),
                'separator',
                { id: 'open', label: t.open, onAction: () => openAccount(account.id, 'dashboard') },
              ]}
              scroll={scroll}
              window={{ total, offset, onRange }}
            />
          ) : reason === 'any' ? (
            <EmptyState
              icon={<CircleCheck size={22} />}
              title={t.empty}
              reason={t.emptyReason}
              action={<Button onPress={() => openPortfolio.accounts({})}>{t.emptyAction}</Button>}
            />
          ) : (
            <NothingFound title={t.noneOf} reason={t.noneOfReason} onClear={() => setReason('any')} />
          )
        }
      </Answer>
    </section>
  )
}

function reasonOptions({ reasons }: Portfolio): { value: AttentionFilter; label: string }[] {
  const found = attentionReasons.filter((kind) => reasons[kind] > 0)
  return [
    { value: 'any', label: t.any },
    ...found.map((kind) => ({
      value: kind,
      label: accountListWords.option(t.reasons[kind], reasons[kind]),
    })),
  ]
}

const columns: Column<AccountLine>[] = [
  {
    id: 'account',
    header: t.columns.account,
    width: '230px',
    cell: (account) => (
      <TwoLines
        first={<Name strong>{account.name}</Name>}
        second={portfolioWords.underName(account.plan, shell.youAre(roleIn(account)))}
      />
    ),
  },
  {
    id: 'level',
    header: t.filter,
    hideHeader: true,
    width: '116px',
    priority: 3,
    cell: (account) => account.level && <LevelBadge level={account.level} />,
  },
  { id: 'why', header: t.columns.why, cell: (account) => <Reasons account={account} /> },
  {
    id: 'users',
    header: t.columns.users,
    width: '72px',
    align: 'end',
    priority: 1,
    cell: (account) => (account.users === null ? '–' : number(account.users)),
  },
  {
    id: 'activity',
    header: t.columns.activity,
    width: '116px',
    priority: 2,
    cell: (account) => account.lastActivityAt && <Time at={account.lastActivityAt} />,
  },
]
