/** The principal's sessions and two-factor sign-in. Needs the network. */
export const securityArea = { queries: {}, commands: {} } as const
