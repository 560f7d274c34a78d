import { permissionCatalogue } from '@gatehouse/contract'

/** A permission as people read it; the key itself for one that this version doesn't know. */
export function permissionLabel(key: string): string {
  return permissionCatalogue.find((entry) => entry.key === key)?.label ?? key
}
