import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { bridge } from '../data/bridge.ts'
import { createQueryClient, listenToMain, pageTime } from '../data/query-client.ts'
import { App } from './app.tsx'
import { drawWithAnswers } from './app-store.ts'
import { listenToApp } from './events.ts'
import { firstAnswersOf } from './first-answers.ts'
import { noteErrors } from './page-errors.ts'
import { placeOrPatience } from './start-place.ts'

noteErrors()
const client = createQueryClient()
listenToMain(client)
listenToApp()
drawWithAnswers(firstAnswersOf(client, pageTime))
// Main hands over links that came before anybody listened.
void bridge().command('app.ready', {})

await placeOrPatience(client, pageTime)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)
