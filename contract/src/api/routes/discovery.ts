import { discoverySchema } from '../discovery.ts'
import { route } from '../route.ts'

export const discoveryRoutes = {
  'discovery.get': route({
    method: 'GET',
    path: '/.well-known/gatehouse',
    access: 'public',
    summary: 'What this server is, which version it speaks and who signs in its users',
    answer: discoverySchema,
  }),
} as const
