import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs'
import { cx } from './class-names.ts'
import styles from './tabs.module.css'

export interface TabItem<Id extends string> {
  id: Id
  label: string
  /** A number beside the label; its meaning is in `countLabel`. */
  count?: number
  countLabel?: string
}

interface TabsProps<Id extends string> {
  label: string
  items: readonly TabItem<Id>[]
  selected: Id
  onSelect: (id: Id) => void
  /** What the selected tab shows. */
  children: ReactNode
  /** The panel fills what is left of the height and lays out a column. */
  fill?: boolean
}

export function Tabs<Id extends string>({ label, items, selected, onSelect, children, fill }: TabsProps<Id>) {
  return (
    <AriaTabs
      selectedKey={selected}
      onSelectionChange={(key) => {
        const chosen = items.find((item) => item.id === key)
        if (chosen) onSelect(chosen.id)
      }}
      className={cx(styles.tabs, fill && styles.fill)}
    >
      <TabList aria-label={label} className={styles.list ?? ''}>
        {items.map((item) => (
          <Tab key={item.id} id={item.id} className={styles.tab ?? ''}>
            {item.label}
            {item.count ? (
              <span className={styles.count}>
                {item.count}
                {item.countLabel && <span className="visually-hidden"> {item.countLabel}</span>}
              </span>
            ) : null}
          </Tab>
        ))}
      </TabList>
      <TabPanel key={selected} id={selected} className={cx(styles.panel, fill && styles.fill)}>
        {children}
      </TabPanel>
    </AriaTabs>
  )
}
