import * as entity from '../../entities/index.ts'
import { route } from '../route.ts'

export const securityRoutes = {
  'security.get': route({
    method: 'GET',
    path: '/v1/me/security',
    access: 'signed-in',
    summary: 'How the login of the signed-in user is secured, and the page where they change it',
    answer: entity.securitySchema,
  }),
} as const
