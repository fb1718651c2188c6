// SPDX-License-Identifier: Apache-2.0
// Whether this device stands at the counter: then what it scanned, and the page itself, outlive a person's signing out.
const name = 'charta.counter.here'

export const isCounter = () => localStorage.getItem(name) === 'yes'
export const becomeCounter = () => localStorage.setItem(name, 'yes')
