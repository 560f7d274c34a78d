import type { Permission } from '@gatehouse/contract'
import { editorWords as t } from '../../../strings/permission-editor.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import styles from './users.module.css'

interface LackingProps {
  name: string
  lacking: readonly Permission[]
  /** What the principal holds. */
  own: readonly Permission[]
  canEdit: boolean
  owner: string | null
}

/** For whoever was refused something: what they lack, and who can give it. */
export function WhatIsLacking({ name, lacking, own, canEdit, owner }: LackingProps) {
  if (lacking.length === 0) return <p className={styles.muted}>{t.lacksNothing(name)}</p>
  const canGiveAll = canEdit && lacking.every((permission) => own.includes(permission))
  return (
    <section className={styles.group}>
      <h3 className={styles.sectionTitle}>{t.lacksTitle(name)}</h3>
      <p className={styles.muted}>{t.lacks(lacking.map(permissionLabel))}</p>
      <p className={styles.muted}>{canGiveAll ? t.youGive : t.whoGives(owner)}</p>
    </section>
  )
}
