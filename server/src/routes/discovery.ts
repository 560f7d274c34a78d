import { apiVersion, type Discovery, invitationDays } from '@gatehouse/contract'
import { desktopClientId, desktopScope } from '../identity/provider.ts'

export interface DiscoveryConfig {
  name: string
  publicUrl: string
  offlineDays: number | null
}

export function discoveryOf(config: DiscoveryConfig): Discovery {
  return {
    product: 'gatehouse',
    name: config.name,
    apiVersion,
    api: config.publicUrl,
    issuer: `${config.publicUrl}/oidc`,
    clientId: desktopClientId,
    scope: desktopScope,
    policies: {
      offlineDays: config.offlineDays,
      invitationDays: invitationDays.default,
      invitationDaysMax: invitationDays.max,
    },
  }
}
