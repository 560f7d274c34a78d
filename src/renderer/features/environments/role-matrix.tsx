import Check from 'lucide-react/icons/check'
import { Fragment } from 'react'
import type { QueryOutput } from '../../../ipc/contract.ts'
import { roleNames } from '../../../strings/common.ts'
import { roleMatrixWords as t } from '../../../strings/environments.ts'
import { permissionGroupNames, permissionMeanings } from '../../../strings/permission-editor.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Answer } from '../../ui/answer.tsx'
import styles from './role-matrix.module.css'

/** Permissions by group against roles; whether one includes the other is said in text as well as by the mark. */
export function RoleMatrix() {
  const answer = useBridgeQuery('environments.roles', {})
  return <Answer answer={answer}>{(roles) => <Matrix {...roles} />}</Answer>
}

function Matrix({ catalogue, roles }: QueryOutput<'environments.roles'>) {
  const groups = Map.groupBy(catalogue, ({ group }) => group)
  const held = roles.map(({ role, permissions }) => ({ role, has: new Set(permissions) }))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must reach that
    <section className={styles.scroller} aria-label={t.title} tabIndex={0}>
      <table className={styles.matrix} aria-label={t.title}>
        <thead>
          <tr className={styles.head}>
            <th scope="col">{t.permission}</th>
            {held.map(({ role, has }) => (
              <th key={role} scope="col" className={styles.role}>
                {roleNames[role]}
                <span className={styles.sum}>{t.of(has.size, catalogue.length)}</span>
              </th>
            ))}
          </tr>
        </thead>
        {[...groups].map(([group, entries]) => (
          <tbody key={group}>
            <tr className={styles.group}>
              <th scope="rowgroup">{permissionGroupNames[group] ?? group}</th>
              {held.map(({ role, has }) => (
                <td key={role} className={styles.role}>
                  {t.of(entries.filter(({ key }) => has.has(key)).length, entries.length)}
                </td>
              ))}
            </tr>
            {entries.map(({ key, enforcedBy }) => (
              <tr key={key}>
                <th scope="row">
                  <span className={styles.permission}>{permissionLabel(key)}</span>
                  <span className={styles.meaning}>
                    {permissionMeanings[key]}
                    {enforcedBy === 'billing' && (
                      <Fragment>
                        {' '}
                        <em>({t.billing})</em>
                      </Fragment>
                    )}
                  </span>
                </th>
                {held.map(({ role, has }) => (
                  <td key={role} className={styles.role} data-held={has.has(key) || undefined}>
                    {has.has(key) ? (
                      <>
                        <Check size={16} strokeWidth={2.5} aria-hidden="true" />
                        <span className="visually-hidden">{t.included}</span>
                      </>
                    ) : (
                      <>
                        <span aria-hidden="true">–</span>
                        <span className="visually-hidden">{t.notIncluded}</span>
                      </>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      <p className={styles.note}>{t.custom}</p>
    </section>
  )
}
