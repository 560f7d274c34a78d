export type * from './port.ts'
export { type ReplicaOptions, type ReplicaWorker, startReplica } from './rpc.ts'
