import { create } from 'zustand'
import type { Tab } from '../../ipc/views.ts'

export const portfolioTabs = [
  'portfolio',
  'accounts',
  'access',
  'invitations',
  'reviews',
  'activity',
] as const
export type PortfolioTab = (typeof portfolioTabs)[number]

export const environmentTabs = ['accounts', 'applications', 'roles', 'activity'] as const
export type EnvironmentTab = (typeof environmentTabs)[number]

/** Where the window is: a screen over all accounts, or a tab of one account. */
export type Place =
  | { screen: 'portfolio'; tab: PortfolioTab }
  | { screen: 'environment'; environmentId: string; tab: EnvironmentTab }
  | { screen: 'sessions' }
  | { screen: 'my-invitations' }
  | { screen: 'outbox' }
  | { screen: 'offline' }
  /** `item`: one setting to begin at. */
  | { screen: 'settings'; item?: string }
  /** `reviewId`: one access review, in its tab. */
  | { screen: 'account'; accountId: string; tab: Tab; reviewId?: string }

export type UserSection = 'overview' | 'permissions' | 'access'

/** What lies over the place: at most one. Features open each other's panels through this alone. */
export type Panel =
  | { kind: 'assign'; accountId: string; type: 'application' | 'agent' }
  | {
      kind: 'invite'
      accountId: string
      /** The change in the outbox whose place the first invitation takes. */
      replaces?: { mutationId: string; invitationId: string }
    }
  | {
      kind: 'edit-invitation'
      accountId: string
      invitationId: string
      /** The change in the outbox whose place it takes. */
      replaces?: string
    }
  /** The same people into many accounts. */
  | { kind: 'bulk-invite'; accountIds: readonly string[] }
  | { kind: 'application-users'; accountId: string; applicationId: string }
  | { kind: 'application'; accountId: string; applicationId: string }
  | {
      kind: 'user'
      accountId: string
      membershipId: string
      section?: UserSection
      /** The change in the outbox whose place the edit takes. */
      replaces?: string
    }
  /** Without a user: who becomes the owner is asked first. */
  | { kind: 'transfer'; accountId: string; membershipId?: string }
  | { kind: 'duplicates'; accountId: string }
  /** The account's own sets of permissions; one of them, or a new one. */
  | { kind: 'templates'; accountId: string }
  | { kind: 'template'; accountId: string; templateId: string | null }
  | { kind: 'environment-account'; environmentId: string }
  /** Without an application: a new one. */
  | { kind: 'environment-application'; environmentId: string; applicationId: string | null }
  | { kind: 'environment-settings'; environmentId: string }
  /** With a review: one that was planned. */
  | { kind: 'review-begin'; accountId: string; reviewId?: string }
  /** The same review in many accounts. */
  /** `found`: how many a search found, where these are the first of them. */
  | { kind: 'review-campaign'; accountIds: readonly string[]; found?: number }
  /** Without a service: a new one. */
  | { kind: 'service'; accountId: string; serviceId: string | null }
  | { kind: 'label'; accountId: string }
  /** All that one person has, over all accounts. */
  | { kind: 'access-person'; userId: string }
  /** What became of changes that were made together. */
  | { kind: 'receipt'; batchId: string }
  | { kind: 'bulk-assign'; accountIds: readonly string[] }
  | { kind: 'bulk-unassign'; accountIds: readonly string[] }
  /** Somebody leaves, or joins with what a colleague has. Without a user: who it is is asked first. */
  | { kind: 'leaver'; userId: string | null }
  | { kind: 'joiner'; userId: string | null }
  | { kind: 'access-changes'; accountId: string }
  | { kind: 'all-access-changes' }
  | { kind: 'invitation-link'; linkId: string }
  | { kind: 'paste-link' }
  | { kind: 'notifications' }
  | { kind: 'palette'; text: string }
  | { kind: 'shortcuts' }
  | { kind: 'sign-out' }
  | { kind: 'add-login' }
  /** What is handed on for help, read before it is saved. */
  | { kind: 'diagnostics' }
  | { kind: 'safe-mode' }

interface AppStore {
  place: Place
  /** Where the window is about to be, as soon as what its first frame shows is there; null at rest. */
  ahead: Ahead | null
  panel: Panel | null
  /** The tab that was asked for and isn't permitted here; the dashboard says so. */
  deniedTab: Tab | null
  /** What the list in view shows, in its order: Alt+Up/Down walk through it. */
  listed: readonly string[]
  /** On the way through that list by keys: it keeps its order until somebody goes another way. */
  isWalking: boolean
  /** In a narrow window the accounts lie over the main part, on demand. */
  isNavigationOpen: boolean
  toggleNavigation(): void
  go(place: Place): void
  /** Switches the account and keeps the tab. */
  openAccount(accountId: string, tab?: Tab): void
  /** Goes to the tab that draws the panel, where it is one of an account. */
  openPanel(panel: Panel): void
  /** With a kind: only if that panel is the open one. */
  closePanel(kind?: Panel['kind']): void
  /** To the account's dashboard, which says that this tab isn't permitted. */
  denyTab(accountId: string, tab: Tab): void
  /** The next account of the list, or the one before; nothing at its ends. */
  walk(step: 1 | -1): void
  setListed(accountIds: readonly string[]): void
}

type Ahead = Partial<AppStore> & Pick<AppStore, 'place'>

/** Asks for what the first frame of a place shows; null where all of it is there. */
type FirstAnswers = (place: Place) => Promise<unknown> | null
let firstAnswers: FirstAnswers = () => null

/** From here on a place is drawn once, with its first answers, instead of empty first and then piece by piece. */
export function drawWithAnswers(ask: FirstAnswers): void {
  firstAnswers = ask
}

export const useAppStore = create<AppStore>((set, get) => {
  function move(to: Ahead): void {
    const answers = firstAnswers(to.place)
    if (!answers) {
      set({ ...to, ahead: null })
      return
    }
    set({ ahead: to })
    void answers.then(() => {
      if (get().ahead === to) set({ ...to, ahead: null })
    })
  }

  return {
    place: { screen: 'portfolio', tab: 'portfolio' },
    ahead: null,
    panel: null,
    deniedTab: null,
    listed: [],
    isWalking: false,
    isNavigationOpen: false,
    toggleNavigation: () => set((state) => ({ isNavigationOpen: !state.isNavigationOpen })),
    go: (place) => move({ place, panel: null, deniedTab: null, isNavigationOpen: false, isWalking: false }),
    openAccount: (accountId, tab) => move({ ...inAccount(arrived(get()), accountId, tab), isWalking: false }),
    walk(step) {
      const state = arrived(get())
      const { place, listed } = state
      const here = place.screen === 'account' ? listed.indexOf(place.accountId) : -1
      const next = listed[here === -1 ? (step === 1 ? 0 : listed.length - 1) : here + step]
      if (next !== undefined) move({ ...inAccount(state, next), isWalking: true })
    },
    openPanel: (panel) =>
      set((state) => ({ ...arrived(state), panel, place: placeOf(panel, arrived(state).place) })),
    closePanel: (kind) => set((state) => (!kind || state.panel?.kind === kind ? { panel: null } : {})),
    denyTab: (accountId, deniedTab) =>
      move({ place: { screen: 'account', accountId, tab: 'dashboard' }, panel: null, deniedTab }),
    setListed: (listed) => set({ listed }),
  }
})

/** As it is once the window is where it is going. */
function arrived(state: AppStore): AppStore {
  return state.ahead ? { ...state, ...state.ahead, ahead: null } : state
}

function inAccount({ place, deniedTab }: AppStore, accountId: string, tab?: Tab): Ahead {
  const kept = deniedTab ?? (place.screen === 'account' ? place.tab : 'dashboard')
  return {
    place: { screen: 'account', accountId, tab: tab ?? kept },
    panel: null,
    deniedTab: null,
    isNavigationOpen: false,
  }
}

/**
 * Panels of an account are drawn by one of its tabs; this is where to be for it. A tab that can draw it already stays.
 */
function placeOf(panel: Panel, place: Place): Place {
  if ('environmentId' in panel) return placeInEnvironment(panel, place)
  if (!('accountId' in panel)) return place
  const { accountId } = panel
  const here = place.screen === 'account' && place.accountId === accountId ? place.tab : null
  const at = (...tabs: [Tab, ...Tab[]]): Place =>
    here && tabs.includes(here) ? place : { screen: 'account', accountId, tab: tabs[0] }
  switch (panel.kind) {
    case 'assign':
      return at(panel.type === 'agent' ? 'agents' : 'applications')
    case 'application':
    case 'application-users':
      return at('applications', 'agents')
    case 'user':
    case 'transfer':
    case 'duplicates':
      return at('users')
    case 'invite':
    case 'edit-invitation':
      return at('invitations')
    case 'service':
      return at('services')
    case 'review-begin':
      return at('reviews')
    case 'label':
    case 'access-changes':
    case 'template':
    case 'templates':
      // Lies over whatever is in view.
      return place
  }
}

function placeInEnvironment(panel: Extract<Panel, { environmentId: string }>, place: Place): Place {
  const { kind, environmentId } = panel
  const isThere = place.screen === 'environment' && place.environmentId === environmentId
  if (isThere && kind === 'environment-settings') return place
  const tab = kind === 'environment-application' ? 'applications' : 'accounts'
  if (isThere && place.tab === tab) return place
  return { screen: 'environment', environmentId, tab }
}

/** The open panel of one kind, or null. */
export function usePanel<K extends Panel['kind']>(kind: K): Extract<Panel, { kind: K }> | null {
  return useAppStore((state) =>
    state.panel?.kind === kind ? (state.panel as Extract<Panel, { kind: K }>) : null,
  )
}
