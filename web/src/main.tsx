// SPDX-License-Identifier: Apache-2.0
import { createRoot } from 'react-dom/client'
import { speak } from './i18n'
import { languageHere } from './i18n/languages'
import './ui/mantine.css'
import './ui/tokens.css'
import './ui/base.css'
import { base } from './paths'

// The server answers "/" with the application too; its pages live under /app.
if (!location.pathname.startsWith(base)) history.replaceState(null, '', base + '/')

const element = document.getElementById('root')
if (!element) throw new Error('index.html has no #root')
const root = createRoot(element)
// The words come first: what the application is made of reads them when it is loaded.
void speak(languageHere()).then(async () => {
  const { App } = await import('./app/App')
  root.render(<App />)
})
