/** The vendor of the demo data. */
export const vendor = 'Fernhill Cloud'
const site = 'fernhill.example'

export interface DemoApplication {
  key: string
  name: string
  description: string
  type: 'application' | 'agent'
  status: 'active' | 'inactive'
  isDefault: boolean
  autoAssign: boolean
  applicationUrl: string
  loginUrl: string
}

type Line = readonly [name: string, description: string, marks?: readonly Mark[]]
type Mark = 'agent' | 'inactive' | 'default' | 'auto'

const production: readonly Line[] = [
  ['Client Portal', 'Start page with news, documents and contacts', ['default']],
  ['Helpdesk', 'Tickets and answers', ['auto']],
  ['Status Page', 'Planned work and disturbances', ['auto']],
  ['Ledger', 'Invoices and accounts'],
  ['Payroll', 'Salaries and payslips'],
  ['Roster', 'Shifts, leave and absence'],
  ['Mailroom', 'Shared mailboxes and letters'],
  ['Inventory', 'Stock, orders and suppliers'],
  ['CRM', 'Customers, offers and follow-up'],
  ['Wiki', 'Handbook and how-tos'],
  ['Forms', 'Questionnaires and approvals'],
  ['Analytics', 'Reports over all applications'],
  ['Sign', 'Contracts and signatures'],
  ['Storefront', 'Web shop'],
  ['Backup Vault', 'Nightly copies and restores'],
  ['Fleet Manager', 'Vehicles, routes and fuel', ['inactive']],
  ['Learning', 'Courses and certificates', ['inactive']],
  ['Visitor Desk', 'Guests, badges and meeting rooms'],
  ['Expense', 'Receipts and travel costs', ['inactive']],
  ['Ticket Triage', 'Sorts new tickets and proposes answers', ['agent']],
  ['Invoice Reader', 'Takes figures out of incoming invoices', ['agent']],
  ['Shift Planner', 'Proposes next week’s roster', ['agent']],
  ['Contract Review', 'Marks unusual clauses', ['agent', 'inactive']],
  ['Stock Forecast', 'Says what to order, and when', ['agent']],
]

const development: readonly Line[] = [
  ['Client Portal Next', 'The next start page'],
  ['Helpdesk Next', 'Tickets, new interface', ['auto']],
  ['Ledger Next', 'Invoices, new tax rules'],
  ['Wiki Next', 'Handbook with comments'],
  ['Meeting Notes', 'Minutes and tasks', ['inactive']],
  ['Answer Draft', 'Writes first drafts of answers', ['agent']],
  ['Data Import', 'Moves data in from elsewhere', ['inactive']],
]

export function productionApplications(count: number): DemoApplication[] {
  const lines = Array.from({ length: count }, (_, index): Line => {
    const line = production[index % production.length] as Line
    const lap = Math.floor(index / production.length)
    if (lap === 0) return line
    const marks = (line[2] ?? []).filter((mark) => mark === 'agent' || mark === 'inactive')
    return [`${line[0]} ${lap + 1}`, line[1], marks]
  })
  return lines.map((line) => application(line, site))
}

export function developmentApplications(): DemoApplication[] {
  return development.map((line) => application(line, `dev.${site}`))
}

function application([name, description, marks = []]: Line, host: string): DemoApplication {
  const key = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return {
    key,
    name,
    description,
    type: marks.includes('agent') ? 'agent' : 'application',
    status: marks.includes('inactive') ? 'inactive' : 'active',
    isDefault: marks.includes('default'),
    autoAssign: marks.includes('auto'),
    applicationUrl: `https://${key}.${host}/`,
    loginUrl: `https://${key}.${host}/login`,
  }
}

export const plans = ['Starter', 'Team', 'Business', 'Enterprise'] as const

export const products: readonly (readonly [name: string, label: string])[] = [
  ['Managed hosting', 'Web server'],
  ['Managed database', 'Database'],
  ['Mail', 'Mailboxes'],
  ['Domain', 'Domain name'],
  ['Backup', 'Backup space'],
  ['Certificates', 'TLS certificate'],
  ['Office licences', 'Seats'],
  ['Firewall', 'Site firewall'],
  ['Telephony', 'Lines'],
  ['Monitoring', 'Round-the-clock watch'],
]

export interface SeedPlan {
  productionAccounts: number
  developmentAccounts: number
  applications: number
  memberships: number
  /** Accounts that the consultant is in. */
  consultantAccounts: number
  /** Manual grants per application on an account and membership. */
  grantChance: number
  /** Sign-ins written down per membership and 90 days, on average. */
  signIns: number
  /** Suspended accounts; one more is closed. */
  suspendedAccounts: number
}

export const seedPlans = {
  demo: {
    productionAccounts: 55,
    developmentAccounts: 5,
    applications: 24,
    memberships: 2_500,
    consultantAccounts: 40,
    grantChance: 0.3,
    signIns: 2,
    suspendedAccounts: 2,
  },
  firm: {
    productionAccounts: 190,
    developmentAccounts: 10,
    applications: 24,
    memberships: 10_000,
    consultantAccounts: 200,
    grantChance: 0.3,
    signIns: 1,
    suspendedAccounts: 5,
  },
  fleet: {
    productionAccounts: 9_950,
    developmentAccounts: 50,
    applications: 200,
    memberships: 1_000_000,
    consultantAccounts: 10_000,
    grantChance: 0.1,
    signIns: 0.1,
    suspendedAccounts: 100,
  },
} as const satisfies Record<string, SeedPlan>

export type SeedName = keyof typeof seedPlans
