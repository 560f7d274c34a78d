import type { Permission } from '@gatehouse/contract'
import type { RoleChoices } from '../../../ipc/views.ts'
import { invitationWords } from '../../../strings/invitations.ts'
import { permissionGroupNames, permissionMeanings } from '../../../strings/permission-editor.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import { Checkbox } from '../../ui/fields.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './invitations.module.css'
import { customBase, type RoleBase, roleOptions } from './roles.ts'

const t = invitationWords.invite

interface RoleFieldProps {
  roles: readonly RoleBase[]
  /** What the inviter may do, and so may offer. */
  held: readonly Permission[]
  base: string
  /** What is given now: where somebody goes on one by one, they start from it. */
  given: readonly Permission[]
  onChange: (base: string, permissions: readonly Permission[]) => void
  /** Where what is given has to be the same in many accounts. */
  withoutCustom?: boolean
}

/** A role, a template of the account, or permissions one by one. */
export function RoleField({ roles, held, base, given, onChange, withoutCustom }: RoleFieldProps) {
  const options = roleOptions(roles, held)
  return (
    <Select
      label={t.role}
      value={base}
      options={withoutCustom ? options.filter(({ value }) => value !== customBase) : options}
      onChange={(chosen) =>
        onChange(chosen, chosen === customBase ? given.filter((each) => held.includes(each)) : [])
      }
    />
  )
}

interface PermissionsProps {
  choices: RoleChoices
  held: readonly Permission[]
  chosen: readonly Permission[]
  onChange: (permissions: readonly Permission[]) => void
}

/** The whole catalogue by its groups; what the inviter lacks is shown, and says why it can't be given. */
export function PermissionField({ choices, held, chosen, onChange }: PermissionsProps) {
  const groups = [...Map.groupBy(choices.catalogue, ({ group }) => group)]
  const toggle = (key: Permission) =>
    onChange(chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key])
  return (
    <section className={styles.applications}>
      <h3 className={styles.label}>
        {t.permissions}
        <span className={styles.muted} role="status">
          {t.permissionsChosen(chosen.length, choices.catalogue.length)}
        </span>
      </h3>
      <div className={styles.permissions}>
        {groups.map(([group, entries]) => (
          // biome-ignore lint/a11y/useSemanticElements: a legend can't be laid out as the groups beside it
          <div key={group} role="group" aria-label={permissionGroupNames[group] ?? group}>
            <h4>{permissionGroupNames[group] ?? group}</h4>
            {entries.map(({ key }) => {
              const isLacked = !held.includes(key)
              return (
                <Checkbox
                  key={key}
                  isSelected={chosen.includes(key)}
                  isDisabled={isLacked && !chosen.includes(key)}
                  onChange={() => toggle(key)}
                  description={isLacked ? t.permissionLacked(choices.ownerName) : permissionMeanings[key]}
                >
                  {permissionLabel(key)}
                </Checkbox>
              )
            })}
          </div>
        ))}
      </div>
    </section>
  )
}
