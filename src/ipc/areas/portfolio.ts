/** Figures and lists over all accounts. */
export const portfolioArea = { queries: {}, commands: {} } as const
