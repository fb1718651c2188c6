// SPDX-License-Identifier: Apache-2.0
// What an answer looks, sounds and feels like. Colour and sound never say it alone: the word stands beside them.
import type { CounterScan } from '@/api/types'
import { t } from '@/i18n'

export type AnswerTone = 'done' | 'kept' | 'asks' | 'wrong'

export const toneOf = (scan: Pick<CounterScan, 'outcome'>): AnswerTone =>
  scan.outcome === 'wrong' ? 'wrong' : scan.outcome === 'asks' || scan.outcome === 'received' || scan.outcome === 'remark' ? 'asks' : 'done'

export function wordOf(scan: Pick<CounterScan, 'outcome'>): string {
  switch (scan.outcome) {
    case 'done': return t('Done')
    case 'nothing-to-do': return t('So already')
    case 'remark': return t('Look')
    case 'wrong': return t('Wrong')
    case 'dropped': return t('Dropped')
    default: return t('It asks')
  }
}

/** Frequencies in hertz, each a tenth of a second or longer; told apart by number, height and length. */
const tunes: Record<AnswerTone, { notes: number[]; seconds: number; shape: OscillatorType; shakes: number[] }> = {
  done: { notes: [880, 1320], seconds: 0.09, shape: 'sine', shakes: [60] },
  kept: { notes: [660], seconds: 0.09, shape: 'sine', shakes: [60] },
  asks: { notes: [520, 520, 520], seconds: 0.12, shape: 'triangle', shakes: [80, 60, 80] },
  wrong: { notes: [180], seconds: 0.5, shape: 'square', shakes: [400] },
}

let context: AudioContext | undefined

function sing({ notes, seconds, shape }: (typeof tunes)[AnswerTone]) {
  context ??= new AudioContext()
  void context.resume()
  const volume = context.createGain()
  volume.gain.value = 0.25
  volume.connect(context.destination)
  notes.forEach((hertz, at) => {
    const voice = (context as AudioContext).createOscillator()
    voice.type = shape
    voice.frequency.value = hertz
    voice.connect(volume)
    const from = (context as AudioContext).currentTime + at * seconds * 1.5
    voice.start(from)
    voice.stop(from + seconds)
  })
}

/** The tone that was last heard stands on the page's root, for whoever tests what cannot be heard. */
export function sound(tone: AnswerTone, isMuted: boolean) {
  document.documentElement.dataset.counterTone = isMuted ? `${tone} muted` : tone
  if (isMuted) return
  try {
    if (typeof AudioContext !== 'undefined') sing(tunes[tone])
  } catch {
    // a machine without a loudspeaker still shows the word
  }
  if (typeof navigator.vibrate === 'function' && !window.matchMedia?.('(prefers-reduced-motion: reduce)').matches) navigator.vibrate(tunes[tone].shakes)
}
