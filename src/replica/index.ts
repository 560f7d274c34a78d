export type * from './port.ts'
export { type ReplicaOptions, startReplica } from './rpc.ts'
export type { ReplicaWorker } from './thread.ts'
