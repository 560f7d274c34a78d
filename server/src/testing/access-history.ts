import fc from 'fast-check'

/** What can happen that decides who can open what. */
type Kind =
  | 'assign'
  | 'unassign'
  | 'autoAssign'
  | 'grant'
  | 'revoke'
  | 'environmentAutoAssign'
  | 'suspendUser'
  | 'resumeUser'
  | 'removeUser'
  | 'userJoins'
  | 'endUser'
  | 'timePasses'
  | 'suspendAccount'
  | 'resumeAccount'

/** One step: what happens, and to which of the things that there are. */
export interface Step {
  kind: Kind
  account: number
  user: number
  application: number
  on: boolean
  keep: boolean
}

const often: Kind[] = ['assign', 'autoAssign', 'autoAssign', 'grant', 'grant', 'environmentAutoAssign']
const atTimes: Kind[] = [
  'unassign',
  'revoke',
  'suspendUser',
  'resumeUser',
  'removeUser',
  'userJoins',
  'endUser',
  'timePasses',
  'suspendAccount',
  'resumeAccount',
]
/** A history, some kinds of steps more often than others. */
export const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom(...often, ...atTimes),
    account: fc.nat(1),
    user: fc.nat(3),
    application: fc.nat(1),
    on: fc.boolean(),
    keep: fc.boolean(),
  }),
  { minLength: 4, maxLength: 14 },
)
