// The module the app gets for `electron`, by name and as default import.
import * as modules from './modules/index.ts'

export * from './modules/index.ts'
export default modules
