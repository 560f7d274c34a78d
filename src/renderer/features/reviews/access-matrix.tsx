import Users from 'lucide-react/icons/users'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { MatrixAsk, MatrixRow } from '../../../ipc/views.ts'
import { matrixWords as t } from '../../../strings/matrix.ts'
import { reviewWords } from '../../../strings/reviews.ts'
import { useMatrix } from '../../data/use-matrix.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { type Chosen, Matrix } from '../../ui/matrix/matrix.tsx'
import { EmptyState, ErrorState, NothingFound, Skeleton } from '../../ui/states.tsx'
import { CellDialog } from './cell-dialog.tsx'
import { faceOf } from './faces.ts'
import { columnsOf, firstAsk, groupName, Legend, MatrixChoices, rowHead } from './matrix-parts.tsx'
import { useExport } from './use-export.ts'

const start = { row: 0, column: 0 }
const nowhere: Chosen = { active: start, anchor: start }

/** Users and applications of an account as they are: who has what, and why. */
export function AccessMatrix({ accountId, accountName }: { accountId: string; accountName: string }) {
  const [ask, setAsk] = useFilter<MatrixAsk>(accountId, 'access matrix', firstAsk)
  const [chosen, setChosen] = useFilter<Chosen>(accountId, 'access matrix cell', nowhere)
  const [opened, setOpened] = useState<{ row: MatrixRow; application: number } | null>(null)
  const scroll = useKeptScroll(accountId, 'access matrix')
  const { matrix, error, refetch, rowAt, onRange } = useMatrix({
    accountId,
    reviewId: null,
    ask: useDeferredValue(ask),
  })
  const exportAs = useExport()
  const columns = useMemo(() => columnsOf(matrix?.applications ?? [], false), [matrix?.applications])
  const face = useCallback(
    (row: MatrixRow, column: number) => faceOf(row, column + 1, columns[column]?.name ?? ''),
    [columns],
  )
  if (error && !matrix) return <ErrorState problem={error} onRetry={refetch} />
  if (!matrix) return <Skeleton rows={10} />
  const isNarrowed = ask.find.trim() !== ''
  return (
    <>
      <ListHead
        find={t.find}
        filter={ask.find}
        onFilter={(find) => setAsk({ ...ask, find })}
        count={t.usersAndApplications(t.users(matrix.total), matrix.applications.length)}
        actions={
          <>
            <Button onPress={() => exportAs('access.exportMatrix', { accountId, as: 'pdf' })}>
              {reviewWords.exportPdf}
            </Button>
            <Button onPress={() => exportAs('access.exportMatrix', { accountId, as: 'csv' })}>
              {reviewWords.exportCsv}
            </Button>
          </>
        }
      >
        <MatrixChoices ask={ask} onChange={setAsk} isReview={false} />
      </ListHead>
      {matrix.total > 0 && columns.length > 0 ? (
        <>
          <Matrix
            label={t.accessOf(accountName)}
            hint={t.keys}
            corner={t.user}
            columns={columns}
            total={matrix.total}
            groups={matrix.groups}
            groupName={groupName}
            rowAt={rowAt}
            onRange={onRange}
            head={rowHead}
            faceOf={face}
            chosen={chosen}
            onChosen={setChosen}
            onOpen={({ row, column }) => {
              const found = rowAt(row)
              if (found) setOpened({ row: found, application: column })
            }}
            scroll={scroll}
          />
          <Legend isReview={false} />
        </>
      ) : isNarrowed ? (
        <NothingFound title={t.nothing} reason={t.nothingReason} onClear={() => setAsk(firstAsk)} />
      ) : (
        <EmptyState icon={<Users size={22} />} title={t.emptyTitle} reason={t.emptyReason(accountName)} />
      )}
      {opened && (
        <CellDialog
          accountId={accountId}
          row={opened.row}
          application={matrix.applications[opened.application]}
          letter={opened.row.access[opened.application]}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  )
}
