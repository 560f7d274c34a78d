import Files from 'lucide-react/icons/files'
import { words } from '../../../strings/common.ts'
import { templateWords as t } from '../../../strings/templates.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useRights } from '../../data/use-session.ts'
import { ActionList } from '../../ui/action-list.tsx'
import { Answer } from '../../ui/answer.tsx'
import { WaitingMark } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Name } from '../../ui/name.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { OfAccount } from './of-account.tsx'
import styles from './templates.module.css'

/** The account's own sets of permissions, by name. */
export function TemplatesDrawer({ accountId }: { accountId: string }) {
  const answer = useBridgeQuery('templates.list', { accountId })
  const { account, refusal } = useRights(accountId)
  const openPanel = useAppStore((store) => store.openPanel)
  const closePanel = useAppStore((store) => store.closePanel)
  const close = () => closePanel('templates')
  const open = (templateId: string | null) => openPanel({ kind: 'template', accountId, templateId })
  const create = (
    <Button kind="primary" disabledReason={account && refusal('users.edit')} onPress={() => open(null)}>
      {t.create}
    </Button>
  )
  return (
    <Drawer
      isOpen
      title={t.title}
      subtitle={<OfAccount name={account?.name ?? ''} />}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{words.close}</Button>
          {create}
        </>
      }
    >
      <p className={styles.muted}>{t.hint}</p>
      <Answer
        answer={answer}
        inline
        lacks={account && !account.permissions.includes('users.view') ? 'users.view' : null}
      >
        {(templates) =>
          templates.length > 0 ? (
            <ActionList
              label={t.of(account?.name ?? '')}
              lines={templates.map(({ id, name, permissions, waiting }) => ({
                id,
                title: <Name strong>{name}</Name>,
                detail: t.permissionCount(permissions.length),
                badges: waiting && <WaitingMark>{words.waiting}</WaitingMark>,
                action: { label: t.edit, fullLabel: t.editNamed(name), onPress: () => open(id) },
              }))}
            />
          ) : (
            <EmptyState icon={<Files size={24} />} title={t.empty} reason={t.emptyReason} />
          )
        }
      </Answer>
    </Drawer>
  )
}
