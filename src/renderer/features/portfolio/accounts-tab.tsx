import { useDeferredValue, useState } from 'react'
import type { AccountSort } from '../../../ipc/attention.ts'
import type { AccountFilter, AccountLine } from '../../../ipc/views.ts'
import { accountStatusNames, administratorWords, roleNames } from '../../../strings/common.ts'
import { portfolioWords, accountListWords as t } from '../../../strings/portfolio.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { usePieces } from '../../data/use-pieces.ts'
import { useFilter, useKeptScroll, useSort } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { NothingFound } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { accountColumns } from './account-columns.tsx'
import { AccountFilters, FilterChips, filtersOn } from './account-filters.tsx'
import { useAccountMenu } from './account-menu.ts'
import { BulkBar } from './bulk-bar.tsx'
import { PeopleMenu } from './people-menu.tsx'
import { TagDialog } from './tag-dialog.tsx'
import { exportList } from './use-export.ts'
import { everywhere, usePortfolio } from './use-portfolio.ts'

const noFilter: AccountFilter = {
  text: '',
  environmentId: null,
  status: null,
  role: null,
  tag: null,
  untagged: false,
  plan: null,
  attention: null,
  application: null,
}
const nobody: ReadonlySet<string> = new Set()
const byName = { by: 'name', descending: false }

/** What states and roles are called here, by their code: the filter finds accounts by them too. */
const words: Record<string, string> = {
  ...accountStatusNames,
  ...roleNames,
  environment: administratorWords.name,
}

/** Every account, in windows: narrowed, sorted, and many worked on together. */
export function AccountsTab() {
  usePortfolio()
  const [kept, keep] = useFilter<Partial<AccountFilter>>(everywhere, 'accounts', {})
  const filter: AccountFilter = { ...noFilter, ...kept }
  const set = (change: Partial<AccountFilter>) => keep({ ...kept, ...change })
  const sort = useSort(everywhere, 'accounts', byName)
  const scroll = useKeptScroll(everywhere, 'accounts')
  const [selected, select] = useFilter<ReadonlySet<string>>(everywhere, 'accounts selected', nobody)
  const [isOpen, setOpen] = useState(false)
  const [tagging, setTagging] = useState<readonly string[] | null>(null)
  const openAccount = useAppStore((store) => store.openAccount)
  const menu = useAccountMenu(setTagging)
  const facets = useBridgeQuery('accounts.facets', {}).data
  const asked = useDeferredValue({
    filter,
    words,
    sort: { by: sort.by as AccountSort, descending: sort.descending },
  })
  const { answer, onRange } = usePieces('accounts.page', asked)

  async function keysOf(from: number, to: number): Promise<readonly string[]> {
    const matching = await bridge().query('accounts.matching', asked)
    return matching.ok ? matching.value.accountIds.slice(from, to + 1) : []
  }

  const further = filtersOn(filter)
  return (
    <>
      <ListHead
        find={t.find}
        filter={filter.text}
        onFilter={(text) => set({ text })}
        count={answer.data && countOf(answer.data.total, answer.data.all)}
        actions={
          <>
            <PeopleMenu />
            <Button onPress={() => void exportList({ list: 'accounts', accounts: asked })}>
              {portfolioWords.exportCsv}
            </Button>
          </>
        }
      >
        <Button aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {further.length === 0 ? t.filters : t.filtersOn(further.length)}
        </Button>
      </ListHead>
      {isOpen && <AccountFilters filter={filter} facets={facets} onChange={set} />}
      {!isOpen && further.length > 0 && (
        <FilterChips
          filter={filter}
          facets={facets}
          onChange={set}
          onClear={() => keep({ text: filter.text })}
        />
      )}
      <Answer answer={answer} skeletonRows={10}>
        {({ items, total, offset }) =>
          total === 0 ? (
            <NothingFound title={t.noMatch} reason={t.noMatchReason} onClear={() => keep({})} />
          ) : (
            <Table<AccountLine>
              label={t.table}
              rows={items}
              columns={accountColumns}
              rowKey={(account) => account.id}
              rowName={(account) => account.name}
              isMuted={(account) => account.status !== 'active'}
              onOpen={(account) => openAccount(account.id, 'dashboard')}
              menu={menu}
              scroll={scroll}
              sort={sort}
              window={{ total, offset, onRange }}
              selection={{ keys: selected, onChange: select, all: total, keysOf }}
            />
          )
        }
      </Answer>
      <BulkBar
        selected={selected}
        matching={answer.data?.total ?? 0}
        onSelectAll={async () => select(new Set(await keysOf(0, Number.MAX_SAFE_INTEGER - 1)))}
        onClear={() => select(nobody)}
        onTag={() => setTagging([...selected])}
        onExport={() =>
          void exportList({
            list: 'accounts',
            accounts: { sort: asked.sort },
            accountIds: [...selected],
          })
        }
      />
      {tagging && <TagDialog accountIds={tagging} onClose={() => setTagging(null)} />}
    </>
  )
}

function countOf(total: number, all: number): string {
  return total === all ? t.count(all) : t.countOf(total, all)
}
