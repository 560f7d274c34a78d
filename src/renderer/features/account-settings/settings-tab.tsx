import type { AccountDetail, AccountSettings } from '../../../ipc/views.ts'
import { accountSettingsWords as t } from '../../../strings/account-settings.ts'
import { labelWords } from '../../../strings/accounts.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { useRights } from '../../data/use-session.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { ColourMark } from '../../ui/colour-mark.tsx'
import { Switch } from '../../ui/fields.tsx'
import { notify } from '../../ui/toast.tsx'
import styles from './account-settings.module.css'
import { DetailsForm } from './details-form.tsx'
import { Group } from './group.tsx'
import { LeaveGroup } from './leave-group.tsx'
import { StatusGroup } from './status-group.tsx'

export interface OfAccount {
  account: AccountDetail
  settings: AccountSettings
}

/** What an account is called and how it is run. */
export function SettingsTab({ accountId }: { accountId: string }) {
  const answer = useBridgeQuery('accounts.settings', { accountId })
  const { account } = useRights(accountId)
  return (
    <Answer answer={answer}>
      {(settings) =>
        account && (
          <div className={styles.settings}>
            <DetailsForm account={account} settings={settings} />
            <LabelGroup account={account} />
            <OwnerGroup account={account} settings={settings} />
            <DeviceGroup account={account} settings={settings} />
            <StatusGroup account={account} settings={settings} />
            <LeaveGroup account={account} settings={settings} />
          </div>
        )
      }
    </Answer>
  )
}

function LabelGroup({ account }: { account: AccountDetail }) {
  const openPanel = useAppStore((store) => store.openPanel)
  const { alias, colour, tags } = account
  const words = t.label
  return (
    <Group
      title={words.title}
      action={
        <Button onPress={() => openPanel({ kind: 'label', accountId: account.id })}>{words.change}</Button>
      }
    >
      {alias === '' && colour === null && tags.length === 0 ? (
        <p className={styles.muted}>{words.none}</p>
      ) : (
        <dl className={styles.facts}>
          {alias !== '' && (
            <div>
              <dt>{words.alias}</dt>
              <dd>
                <bdi>{alias}</bdi>
              </dd>
            </div>
          )}
          {colour !== null && (
            <div>
              <dt>{words.colour}</dt>
              <dd className={styles.colour}>
                <ColourMark colour={colour} /> {labelWords.colours[colour]}
              </dd>
            </div>
          )}
          {tags.length > 0 && (
            <div>
              <dt>{words.tags}</dt>
              <dd>
                <bdi>{words.tagList(tags)}</bdi>
              </dd>
            </div>
          )}
        </dl>
      )}
    </Group>
  )
}

function OwnerGroup({ account, settings }: OfAccount) {
  const openPanel = useAppStore((store) => store.openPanel)
  const { refusal } = useRights(account.id)
  const words = t.owner
  const { owner, isAdministrator } = settings
  const mayTransfer = account.isOwner || isAdministrator
  const seesUsers = account.permissions.includes('users.view')
  return (
    <Group
      title={words.title}
      action={
        <>
          {owner && (
            <Button
              onPress={() =>
                openPanel({ kind: 'user', accountId: account.id, membershipId: owner.membershipId })
              }
            >
              {words.show}
            </Button>
          )}
          {seesUsers && (
            <Button
              disabledReason={mayTransfer ? refusal('users.edit') : words.transferReason}
              onPress={() => openPanel({ kind: 'transfer', accountId: account.id })}
            >
              {owner ? words.transfer : words.choose}
            </Button>
          )}
        </>
      }
    >
      <p>
        {account.isOwner ? words.you : owner ? words.is(owner.name) : seesUsers ? words.none : words.unknown}
      </p>
    </Group>
  )
}

function DeviceGroup({ account, settings }: OfAccount) {
  const words = t.device
  const { id: accountId, name, kept, loaded } = account
  async function keep(wanted: boolean) {
    const answer = await bridge().command('offline.keep', { accountId, keep: wanted })
    if (!answer.ok) notifyProblem(answer.error)
    else notify({ title: wanted ? words.keptNow(name) : words.removed(name) })
  }
  return (
    <Group title={words.title}>
      <Switch
        isSelected={kept}
        onChange={(wanted) => void keep(wanted)}
        description={!kept ? words.notKept : loaded ? words.kept(settings.rows ?? 0) : words.onItsWay}
      >
        {words.keep}
      </Switch>
    </Group>
  )
}
