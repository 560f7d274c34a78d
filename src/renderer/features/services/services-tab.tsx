import PackageOpen from 'lucide-react/icons/package-open'
import { useMemo } from 'react'
import type { ServiceItem } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { serviceWords as t } from '../../../strings/services.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useIsOnline, useRights } from '../../data/use-session.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { useNow } from '../../ui/time.tsx'
import { serviceColumns } from './service-columns.tsx'
import { ServiceDrawer } from './service-drawer.tsx'
import { arranged, byRenewal, everyService, isShown, nameOf, shownOptions } from './service-list.ts'
import styles from './services.module.css'
import { useServiceMenu } from './use-service-actions.ts'

/** The products and services of an account: what they are, when each renews, and who may see it. */
export function ServicesTab({ accountId }: { accountId: string }) {
  const answer = useBridgeQuery('services.list', { accountId })
  const { account, refusal } = useRights(accountId)
  const isOnline = useIsOnline()
  const now = useNow()
  const openPanel = useAppStore((store) => store.openPanel)
  const panel = usePanel('service')
  const [filter, setFilter] = useFilter(accountId, 'services', everyService)
  const [sort, setSort] = useFilter(accountId, 'services sort', byRenewal)
  const scroll = useKeptScroll(accountId, 'services')
  const menu = useServiceMenu(accountId)
  const found = useMemo(
    () => arranged(answer.data ?? [], filter, sort, now),
    [answer.data, filter, sort, now],
  )
  const accountName = account?.name ?? ''
  const reason = account ? refusal('services.manage') : null
  const open = ({ id }: ServiceItem) => openPanel({ kind: 'service', accountId, serviceId: id })
  const add = (
    <Button
      kind="primary"
      disabledReason={reason}
      onPress={() => openPanel({ kind: 'service', accountId, serviceId: null })}
    >
      {t.addButton}
    </Button>
  )
  return (
    <>
      <ListHead
        find={t.find}
        filter={filter.text}
        onFilter={(text) => setFilter({ ...filter, text })}
        count={answer.data && countOf(found.length, answer.data.length)}
        actions={add}
      >
        <Select
          label={t.filterByStatus}
          hideLabel
          className={styles.statusFilter}
          value={filter.show}
          options={shownOptions.map((show) => ({
            value: show,
            label: t.shown[show]((answer.data ?? []).filter((each) => isShown(each, show, now)).length),
          }))}
          onChange={(show) => setFilter({ ...filter, show })}
        />
      </ListHead>
      <Answer answer={answer}>
        {(all) =>
          found.length > 0 ? (
            <Table
              label={t.tableOf(accountName)}
              rows={found}
              columns={serviceColumns}
              rowKey={(row) => row.id}
              rowName={nameOf}
              onOpen={reason ? undefined : open}
              menu={menu}
              isMuted={(row) => row.status === 'cancelled'}
              scroll={scroll}
              sort={{ ...sort, onChange: setSort }}
            />
          ) : all.length > 0 ? (
            <NothingFound
              title={t.nothingFound(filter.text.trim())}
              reason={t.nothingFoundReason}
              onClear={() => setFilter(everyService)}
            />
          ) : (
            <EmptyState
              icon={<PackageOpen size={22} />}
              title={t.empty.title}
              reason={reason ? t.empty.reason(accountName) : t.empty.reasonToManage(accountName)}
              action={
                reason ? (
                  <Button
                    disabledReason={isOnline ? null : words.needsConnection}
                    onPress={() => void bridge().command('sync.now', {})}
                  >
                    {t.refresh}
                  </Button>
                ) : (
                  add
                )
              }
            />
          )
        }
      </Answer>
      {panel?.accountId === accountId && account && (
        <ServiceDrawer key={panel.serviceId} account={account} serviceId={panel.serviceId} />
      )}
    </>
  )
}

function countOf(found: number, all: number): string {
  return found === all ? t.count(all) : t.countFound(found, all)
}
