/** Administration of an environment: what its administrators alone may do. */
export const environmentsArea = { queries: {}, commands: {} } as const
