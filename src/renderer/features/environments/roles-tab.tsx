import { roleMatrixWords as t } from '../../../strings/environments.ts'
import { useFilter } from '../../data/view-store.ts'
import { Segmented } from '../../ui/segmented.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import styles from './environments.module.css'
import { RoleMatrix } from './role-matrix.tsx'
import { TemplateList } from './template-list.tsx'

type View = 'roles' | 'templates'

/** What the roles include, and the sets of permissions that accounts made for themselves. */
export function RolesTab({ environment }: OfEnvironment) {
  const [view, setView] = useFilter<View>(environment.id, 'roles-view', 'roles')
  return (
    <>
      <div className={styles.views}>
        <Segmented
          isLabelHidden
          label={t.view}
          value={view}
          options={[
            { value: 'roles', label: t.roles },
            { value: 'templates', label: t.templates },
          ]}
          onChange={setView}
        />
        <p className={styles.muted}>{t.hint}</p>
      </div>
      {view === 'roles' ? <RoleMatrix /> : <TemplateList environment={environment} />}
    </>
  )
}
