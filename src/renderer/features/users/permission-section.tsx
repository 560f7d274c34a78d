import { type Permission, permissionCatalogue } from '@gatehouse/contract'
import Check from 'lucide-react/icons/check'
import Minus from 'lucide-react/icons/minus'
import { userWords } from '../../../strings/users.ts'
import styles from './users.module.css'

const t = userWords.drawer
const groups = Map.groupBy(permissionCatalogue, ({ group }) => group)

/** The whole catalogue by its groups: held or not held, said in text as well as by the mark. */
export function PermissionSection({ held }: { held: readonly Permission[] }) {
  const has = new Set(held)
  return (
    <section className={styles.section}>
      <h3 className={styles.sectionTitle}>
        {t.permissions}
        <span className={styles.muted}>{t.permissionCount(has.size, permissionCatalogue.length)}</span>
      </h3>
      <p className={styles.muted}>{t.readOnly}</p>
      <div className={styles.groups}>
        {[...groups].map(([group, entries]) => (
          <div key={group} className={styles.group}>
            <h4>
              {group}
              <span className={styles.muted}>
                {t.permissionCount(entries.filter(({ key }) => has.has(key)).length, entries.length)}
              </span>
            </h4>
            <ul>
              {entries.map(({ key, label, allows, enforcedBy }) => (
                <li key={key} data-held={has.has(key) || undefined} title={`${key}: ${allows}`}>
                  {has.has(key) ? (
                    <Check size={14} aria-hidden="true" />
                  ) : (
                    <Minus size={14} aria-hidden="true" />
                  )}
                  <span className="visually-hidden">{has.has(key) ? t.held : t.notHeld}: </span>
                  <span>
                    {label}
                    {enforcedBy === 'billing' && <span className={styles.note}>{t.billing}</span>}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  )
}
