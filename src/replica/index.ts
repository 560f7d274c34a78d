export type * from './port.ts'
export { type ReplicaNote, type ReplicaOptions, startReplica } from './rpc.ts'
export type { ReplicaWorker } from './thread.ts'
