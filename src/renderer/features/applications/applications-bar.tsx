import { useState } from 'react'
import type { ApplicationItem } from '../../../ipc/views.ts'
import { applicationWords } from '../../../strings/applications.ts'
import type { Rights } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { later } from '../../ui/later.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'
import { type BulkKind, refusalOf } from './application-bulk.ts'
import { refuseOpen } from './application-menu.ts'
import { openInBrowser } from './open-application.ts'

const t = applicationWords.bulk

const BulkChangeDialog = later(async () => (await import('./bulk-change-dialog.tsx')).BulkChangeDialog)

/** More at once would bury the browser in windows. */
const mostOpened = 10

interface ApplicationsBarProps {
  accountId: string
  type: ApplicationItem['type']
  rights: Rights
  /** What is chosen and still there, whether the filter shows it or not. */
  chosen: readonly ApplicationItem[]
  hidden: number
  all: number
  onAll: () => void
  onClear: () => void
}

/** What can be done with all applications that are chosen. */
export function ApplicationsBar(props: ApplicationsBarProps) {
  const { accountId, type, rights, chosen, onClear } = props
  const [asked, setAsked] = useState<BulkKind | null>(null)
  const openable = chosen.filter((application) => refuseOpen(application, rights.account) === null)
  const action = (kind: BulkKind) => ({
    disabledReason:
      rights.refusal(kind === 'unassign' ? 'applications.assign' : 'applications.autoassign') ??
      refusalOf(kind, chosen),
    onPress: () => setAsked(kind),
  })
  return (
    <>
      <SelectionBar
        count={chosen.length}
        hidden={props.hidden}
        onClear={onClear}
        all={{ count: props.all, onSelect: props.onAll }}
      >
        <Button
          size="small"
          disabledReason={refuseToOpen(chosen, openable, rights)}
          onPress={() => {
            for (const application of openable) void openInBrowser(accountId, application)
          }}
        >
          {t.open}
        </Button>
        <Button size="small" {...action('enable')}>
          {t.enableAuto}
        </Button>
        <Button size="small" {...action('disable')}>
          {t.disableAuto}
        </Button>
        <Button size="small" kind="danger" {...action('unassign')}>
          {t.unassign}
        </Button>
      </SelectionBar>
      {asked && rights.account && (
        <BulkChangeDialog
          account={rights.account}
          kind={asked}
          type={type}
          chosen={chosen}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null)
            onClear()
          }}
        />
      )}
    </>
  )
}

function refuseToOpen(
  chosen: readonly ApplicationItem[],
  openable: readonly ApplicationItem[],
  { account }: Rights,
): string | null {
  const [first] = chosen
  if (openable.length > mostOpened) return t.none.tooMany(mostOpened)
  if (openable.length > 0 || !first) return null
  return chosen.length === 1 ? refuseOpen(first, account) : t.none.open
}
