import type { Portfolio } from '../../../ipc/views.ts'
import { clockTime, number } from '../../../strings/format.ts'
import { figureWords as t } from '../../../strings/portfolio.ts'
import { useAppStore } from '../../app/app-store.ts'
import { openPortfolio } from '../../app/open-portfolio.ts'
import { Figure, Figures } from '../../ui/figures.tsx'
import { Time } from '../../ui/time.tsx'

const byNeed = { by: 'attention', descending: true }

/** All accounts in figures; each opens the list that it counts. */
export function PortfolioFigures({ data }: { data: Portfolio }) {
  const go = useAppStore((store) => store.go)
  const { attention, invitations, inactiveApplications, renewals, owners, outbox, looked } = data
  const isLooking = looked.done < looked.of
  const hint = data.syncedAt ? t.asOf(clockTime(new Date(data.syncedAt))) : undefined
  return (
    <Figures label={t.list}>
      <Figure
        title={t.attention}
        value={isLooking && attention.accounts === 0 ? t.notYet : number(attention.accounts)}
        detail={isLooking ? t.counting : attention.urgent > 0 ? t.urgent(attention.urgent) : t.nothingUrgent}
        tone={!isLooking && attention.urgent > 0 ? 'danger' : 'plain'}
        hint={hint}
        onOpen={() => openPortfolio.accounts({ attention: 'any' }, byNeed)}
      />
      <Figure
        title={t.invitations}
        value={invitations ? number(invitations.count) : t.notYet}
        detail={
          !invitations ? (
            t.counting
          ) : invitations.oldestAt ? (
            <>
              {t.inAccounts(invitations.accounts)} · <Time at={invitations.oldestAt} />
            </>
          ) : (
            t.inAccounts(invitations.accounts)
          )
        }
        tone={invitations && invitations.count > 0 ? 'warning' : 'plain'}
        hint={hint}
        onOpen={() => openPortfolio.invitations({ state: 'look' })}
      />
      <Figure
        title={t.inactive}
        value={inactiveApplications ? number(inactiveApplications.count) : t.notYet}
        detail={inactiveApplications ? t.inAccounts(inactiveApplications.accounts) : t.counting}
        hint={hint}
        onOpen={() => openPortfolio.accounts({ attention: 'inactive-applications' }, byNeed)}
      />
      <Figure
        title={t.renewals}
        value={renewals ? number(renewals.count) : t.notYet}
        detail={
          !renewals ? (
            t.counting
          ) : renewals.nextAt ? (
            <>
              {t.inAccounts(renewals.accounts)} · <Time at={renewals.nextAt} />
            </>
          ) : (
            t.inAccounts(renewals.accounts)
          )
        }
        tone={renewals && renewals.count > 0 ? 'warning' : 'plain'}
        hint={hint}
        onOpen={() => openPortfolio.accounts({ attention: 'renewals' }, byNeed)}
      />
      <Figure
        title={t.owners}
        value={owners ? number(owners.none + owners.one) : t.notYet}
        detail={owners && !isLooking ? t.noOwner(owners.none) : t.counting}
        tone={owners && owners.none > 0 ? 'danger' : 'plain'}
        hint={hint}
        onOpen={() => openPortfolio.accounts({ attention: 'owners' }, byNeed)}
      />
      <Figure
        title={t.waiting}
        value={number(outbox.waiting)}
        detail={outbox.attention > 0 ? t.needYou(outbox.attention) : t.allSent}
        tone={outbox.attention > 0 ? 'danger' : 'plain'}
        hint={hint}
        onOpen={() => go({ screen: 'outbox' })}
      />
    </Figures>
  )
}
