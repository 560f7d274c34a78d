import type { Permission } from '@gatehouse/contract'
import Check from 'lucide-react/icons/check'
import Minus from 'lucide-react/icons/minus'
import type { RoleChoices } from '../../../ipc/views.ts'
import {
  permissionGroupNames,
  permissionMeanings,
  editorWords as t,
} from '../../../strings/permission-editor.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import { Badge } from '../../ui/badge.tsx'
import { Checkbox } from '../../ui/fields.tsx'
import styles from './users.module.css'

interface GroupsProps {
  choices: Pick<RoleChoices, 'catalogue'>
  chosen: readonly Permission[]
  /** What the role gives; null where there is nothing to compare with. */
  base: readonly Permission[] | null
  /** What may not be given, and why. */
  locked: readonly Permission[]
  lockedReason: string
  /** Null: to be read alone. */
  onToggle: ((permission: Permission) => void) | null
}

/** The whole catalogue by its groups. */
export function PermissionGroups(props: GroupsProps) {
  const groups = Map.groupBy(props.choices.catalogue, ({ group }) => group)
  const has = new Set(props.chosen)
  return (
    <div className={styles.groups}>
      {[...groups].map(([group, entries]) => {
        const name = permissionGroupNames[group] ?? group
        const held = entries.filter(({ key }) => has.has(key)).length
        return (
          // biome-ignore lint/a11y/useSemanticElements: a legend can't stand beside its count
          <div
            key={group}
            role="group"
            aria-label={t.groupOf(name, held, entries.length)}
            className={styles.permissionGroup}
          >
            <h4>
              {name}
              <span className={styles.muted}>{t.count(held, entries.length)}</span>
            </h4>
            {entries.map(({ key, enforcedBy }) => (
              <Line
                key={key}
                permission={key}
                isBilling={enforcedBy === 'billing'}
                isHeld={has.has(key)}
                {...props}
              />
            ))}
          </div>
        )
      })}
    </div>
  )
}

interface LineProps extends GroupsProps {
  permission: Permission
  isHeld: boolean
  isBilling: boolean
}

function Line({ permission, isHeld, isBilling, base, locked, lockedReason, onToggle }: LineProps) {
  const inBase = base?.includes(permission)
  const mark = base && inBase !== isHeld && (isHeld ? t.more : t.less)
  const isLocked = locked.includes(permission)
  const label = (
    <span className={styles.permission}>
      {permissionLabel(permission)}
      {mark && <Badge tone={isHeld ? 'teal' : 'warning'}>{mark}</Badge>}
    </span>
  )
  const meaning = (
    <>
      {permissionMeanings[permission]}
      {isBilling && <span className={styles.note}>{t.billing}</span>}
      {onToggle && isLocked && <span className={styles.note}>{lockedReason}</span>}
    </>
  )
  if (!onToggle) {
    return (
      <div className={styles.readLine} data-held={isHeld || undefined}>
        {isHeld ? <Check size={14} aria-hidden="true" /> : <Minus size={14} aria-hidden="true" />}
        <span>
          <span className="visually-hidden">{isHeld ? t.held : t.notHeld}: </span>
          {label}
          <span className={styles.muted}>{meaning}</span>
        </span>
      </div>
    )
  }
  return (
    <Checkbox
      isSelected={isHeld}
      isDisabled={isLocked && !isHeld}
      onChange={() => onToggle(permission)}
      description={meaning}
    >
      {label}
    </Checkbox>
  )
}
