// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react'
import { t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { pictureReader } from './camera'
import styles from './Counter.module.css'

const betweenLooksMs = 150
/** The same label again within this time is the same look at it. */
const sameLabelMs = 2500

const refusalOf = (error: unknown) => {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError') return t('The camera is not allowed. Allow it for this address, or use a scanner.')
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return t('This device has no camera. Use a scanner, or type the label.')
  return t('The camera does not open. Another program may have it.')
}

/** The camera's picture; each label in it is told once. Without https a browser gives no camera. */
export function Camera({ onLabel }: { onLabel: (text: string) => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const told = useRef(onLabel)
  told.current = onLabel
  const [refusal, setRefusal] = useState<string>()
  useEffect(() => {
    let [isOver, timer] = [false, undefined as ReturnType<typeof setTimeout> | undefined]
    let stream: MediaStream | undefined
    let last = { text: '', at: 0 }
    const look = async (read: (from: HTMLVideoElement) => Promise<string | undefined>) => {
      const text = video.current ? await read(video.current).catch(() => undefined) : undefined
      if (isOver) return
      if (text && (text !== last.text || Date.now() - last.at > sameLabelMs)) told.current(text)
      if (text) last = { text, at: Date.now() }
      timer = setTimeout(() => void look(read), betweenLooksMs)
    }
    const begin = async () => {
      if (!navigator.mediaDevices) return setRefusal(t('A camera needs https. Use a scanner, or type the label.'))
      const read = await pictureReader()
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false })
      if (isOver || !video.current) return stream.getTracks().forEach((one) => one.stop())
      video.current.srcObject = stream
      await video.current.play()
      void look(read)
    }
    begin().catch((error: unknown) => !isOver && setRefusal(refusalOf(error)))
    return () => {
      isOver = true
      clearTimeout(timer)
      stream?.getTracks().forEach((one) => one.stop())
    }
  }, [])
  if (refusal) return <Reason tone="bad">{refusal}</Reason>
  return (
    <div className={styles.camera}>
      <video ref={video} muted playsInline aria-label={t('What the camera sees')} />
      <p>{t('Hold the label before the camera.')}</p>
    </div>
  )
}
