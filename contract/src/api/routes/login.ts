import { z } from 'zod'
import { loginResolutionSchema } from '../../domain/login-resolution.ts'
import { route } from '../route.ts'

const idText = z.string().max(200).optional()

export const loginRoutes = {
  'login.resolve': route({
    method: 'GET',
    path: '/v1/login',
    access: 'signed-in',
    summary:
      'What a login opens for the signed-in user, with the address to go to; or which accounts to choose from, or why nothing is opened',
    query: z.object({
      /** The application. Left out: the default one. What is no id names an application that doesn't exist. */
      appId: idText,
      /** The account. Left out: the only one that it can be opened in. */
      accountId: idText,
    }),
    answer: loginResolutionSchema,
  }),
} as const
