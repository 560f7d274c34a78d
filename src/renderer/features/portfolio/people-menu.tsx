import { actionWords } from '../../../strings/actions.ts'
import { personPickerWords as t } from '../../../strings/people-runs.ts'
import { useAppStore } from '../../app/app-store.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'

/** What is done to one person in all accounts. */
export function PeopleMenu() {
  const openPanel = useAppStore((store) => store.openPanel)
  return (
    <Menu
      label={t.menu}
      entries={[
        {
          id: 'leaver',
          label: actionWords.leaver,
          onAction: () => openPanel({ kind: 'leaver', userId: null }),
        },
        {
          id: 'joiner',
          label: actionWords.joiner,
          onAction: () => openPanel({ kind: 'joiner', userId: null }),
        },
      ]}
    >
      <Button>{t.menu}</Button>
    </Menu>
  )
}
