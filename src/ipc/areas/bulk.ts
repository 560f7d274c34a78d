/** One change in many places. */
export const bulkArea = { queries: {}, commands: {} } as const
