import { apiVersion } from '@gatehouse/contract'
import type { ExamplesOf } from './example.ts'

export const discoveryExamples: ExamplesOf<'discovery'> = {
  'discovery.get': {
    answer: {
      product: 'gatehouse',
      name: 'Example Hosting',
      apiVersion,
      api: 'https://gatehouse.example.com',
      issuer: 'https://gatehouse.example.com/oidc',
      clientId: 'gatehouse-desktop',
      scope: 'openid offline_access profile email',
      policies: { offlineDays: 30, invitationDays: 7, invitationDaysMax: 30 },
    },
  },
}
