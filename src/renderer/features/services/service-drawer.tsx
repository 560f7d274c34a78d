import type { Problem } from '@gatehouse/contract'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import type { AccountDetail, ServiceItem } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { permissionNames } from '../../../strings/permissions.ts'
import { serviceWords } from '../../../strings/services.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useMutate } from '../../data/use-mutate.ts'
import { useRights } from '../../data/use-session.ts'
import { useDraft } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, ErrorState, Notice, Skeleton } from '../../ui/states.tsx'
import { draftOf, emptyDraft, type ServiceDraft, toFields } from './service-draft.ts'
import { nameOf } from './service-list.ts'
import styles from './services.module.css'
import { editService } from './use-service-actions.ts'

const t = serviceWords.form
type Permission = ServiceItem['permission']

interface ServiceDrawerProps {
  account: AccountDetail
  /** Null: a new one. */
  serviceId: string | null
}

export function ServiceDrawer({ account, serviceId }: ServiceDrawerProps) {
  const { data: services } = useBridgeQuery('services.list', { accountId: account.id })
  const service = services?.find(({ id }) => id === serviceId)
  const closePanel = useAppStore((store) => store.closePanel)
  if (serviceId === null) return <Form account={account} service={null} />
  if (service) return <Form account={account} service={service} />
  return (
    <Drawer
      isOpen
      title={serviceWords.columns.product}
      subtitle={<bdi>{account.name}</bdi>}
      onClose={() => closePanel('service')}
    >
      {services ? <EmptyState title={t.gone} reason="" /> : <Skeleton rows={5} />}
    </Drawer>
  )
}

/** What is written is kept as a draft of the account until it is saved or discarded. */
function Form({ account, service }: { account: AccountDetail; service: ServiceItem | null }) {
  const { id: accountId } = account
  const closePanel = useAppStore((store) => store.closePanel)
  const { refusal } = useRights(accountId)
  const makeChange = useMutate()
  const [kept, setDraft] = useDraft<ServiceDraft>(accountId, `service ${service?.id ?? 'new'}`)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isTried, setTried] = useState(false)
  const [isPending, setPending] = useState(false)
  const draft = kept ?? (service ? draftOf(service) : emptyDraft)
  const set = (change: Partial<ServiceDraft>) => setDraft({ ...draft, ...change })
  const close = () => closePanel('service')
  const isMissing = draft.productName.trim() === ''
  const isOld = service !== null && kept !== undefined && kept.baseVersion !== service.version

  async function save() {
    setTried(true)
    if (isMissing || isPending || isOld) return
    setPending(true)
    const fields = toFields(draft, service)
    const answer = service
      ? await editService(makeChange, accountId, service, fields, {
          done: serviceWords.done.saved(nameOf(fields)),
          baseVersion: draft.baseVersion ?? service.version,
          quietRefusal: true,
        })
      : await add(fields)
    setPending(false)
    if (!answer.ok) return setProblem(answer.error)
    setDraft(undefined)
    close()
  }

  function add(fields: ReturnType<typeof toFields>) {
    const args = { accountId, serviceId: newId() }
    return makeChange(
      { name: 'services.add', args: { ...args, ...fields } },
      {
        done: serviceWords.done.added(nameOf(fields), account.name),
        quietRefusal: true,
        inverse: { name: 'services.remove', args },
      },
    )
  }

  return (
    <Drawer
      isOpen
      title={service ? t.editTitle(nameOf(service)) : t.addTitle}
      subtitle={<bdi>{account.name}</bdi>}
      onClose={close}
      footer={
        <>
          {kept && (
            <Button
              kind="quiet"
              onPress={() => {
                setDraft(undefined)
                setProblem(null)
                setTried(false)
              }}
            >
              {t.discard}
            </Button>
          )}
          <Button onPress={close}>{words.cancel}</Button>
          <Button
            kind="primary"
            disabledReason={refusal('services.manage')}
            isPending={isPending}
            onPress={() => void save()}
          >
            {service ? t.save : t.add}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {isOld && (
          <Notice tone="warning" icon={<TriangleAlert size={16} />}>
            <p role="status">{t.changedMeanwhile}</p>
            <span className={styles.choices}>
              <Button size="small" onPress={() => setDraft(undefined)}>
                {t.takeTheirs}
              </Button>
              <Button size="small" onPress={() => set({ baseVersion: service.version })}>
                {t.keepMine}
              </Button>
            </span>
          </Notice>
        )}
        <Fields draft={draft} set={set} missing={isTried && isMissing ? t.productMissing : null} />
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t.save}
        </button>
      </form>
      {problem && <ErrorState inline problem={problem} />}
    </Drawer>
  )
}

const statuses = ['active', 'suspended', 'cancelled'] as const
const permissions = Object.keys(permissionNames) as Permission[]

interface FieldsProps {
  draft: ServiceDraft
  set: (change: Partial<ServiceDraft>) => void
  missing: string | null
}

function Fields({ draft, set, missing }: FieldsProps) {
  return (
    <>
      <TextField
        label={t.product}
        description={t.productHint}
        value={draft.productName}
        onChange={(productName) => set({ productName })}
        maxLength={200}
        error={missing}
        isRequired
        autoFocus
      />
      <TextField
        label={t.label}
        description={t.labelHint}
        value={draft.label}
        onChange={(label) => set({ label })}
        maxLength={200}
      />
      <Select
        label={t.status}
        value={draft.status}
        options={statuses.map((value) => ({ value, label: serviceWords.status[value] }))}
        onChange={(status) => set({ status })}
      />
      <DateField
        label={t.renews}
        description={t.renewsHint}
        value={draft.renewsOn}
        onChange={(renewsOn) => set({ renewsOn })}
      />
      <Select
        label={t.visibility}
        description={t.visibilityHint}
        value={draft.permission}
        options={permissions.map((value) => ({
          value,
          label: value === 'services.view' ? serviceWords.everybody : permissionNames[value],
        }))}
        onChange={(permission) => set({ permission })}
      />
    </>
  )
}
