import { number, plural } from './format.ts'
import { inLanguage } from './language.ts'

export const serviceWords = inLanguage('serviceWords', {
  columns: { product: 'Product', label: 'Label', status: 'Status', renews: 'Renews' },
  tableOf: (account: string) => `Products and services of ${account}`,
  find: 'Find a product or service',
  count: (count: number) => plural(count, 'service', 'services'),
  countFound: (count: number, all: number) => `${number(count)} of ${plural(all, 'service', 'services')}`,
  status: { active: 'Active', suspended: 'Suspended', cancelled: 'Cancelled' },
  noRenewal: 'Does not renew',
  soon: 'Soon',
  soonMeaning: 'Renews within 30 days',
  empty: {
    title: 'No products or services',
    reason: (account: string) =>
      `The vendor has recorded none for ${account}. What they add appears by itself.`,
  },
  nothingFound: (filter: string) => `Nothing matches "${filter}"`,
  nothingFoundReason: 'The filter looks at products, labels and states.',
  refresh: 'Sync now',
})
