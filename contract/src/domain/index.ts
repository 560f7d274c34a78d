export * from './effective-access.ts'
export * from './impact.ts'
export * from './invitation-state.ts'
export * from './permission-check.ts'
