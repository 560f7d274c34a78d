import { apiVersion, type Discovery, invitationDays } from '@gatehouse/contract'
import type { ExternalIssuer } from '../identity/issuer-config.ts'
import { desktopClientId, desktopScope } from '../identity/provider.ts'

export interface DiscoveryConfig {
  name: string
  publicUrl: string
  offlineDays: number | null
  /** Who signs users in, where it isn't the built-in issuer. */
  issuer?: ExternalIssuer | null
}

export function discoveryOf(config: DiscoveryConfig): Discovery {
  return {
    product: 'gatehouse',
    name: config.name,
    apiVersion,
    api: config.publicUrl,
    issuer: config.issuer?.issuer ?? `${config.publicUrl}/oidc`,
    clientId: config.issuer?.clientId ?? desktopClientId,
    scope: config.issuer?.scope ?? desktopScope,
    policies: {
      offlineDays: config.offlineDays,
      invitationDays: invitationDays.default,
      invitationDaysMax: invitationDays.max,
    },
  }
}
