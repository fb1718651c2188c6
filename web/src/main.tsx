// SPDX-License-Identifier: Apache-2.0
import { createRoot } from 'react-dom/client'
import './ui/mantine.css'
import './ui/tokens.css'
import './ui/base.css'
import { App } from './app/App'
import { base } from './paths'

// The server answers "/" with the application too; its pages live under /app.
if (!location.pathname.startsWith(base)) history.replaceState(null, '', base + '/')

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(<App />)
