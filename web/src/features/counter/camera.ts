// SPDX-License-Identifier: Apache-2.0
// What a camera sees, as labels. The browser's own reader where it has one; else ZXing, which is loaded only then and is plain
// script: the content security policy stays as it is. Pictures stay in memory and go nowhere.

export type ReadPicture = (video: HTMLVideoElement) => Promise<string | undefined>

interface NativeReader { detect: (source: CanvasImageSource) => Promise<{ rawValue: string }[]> }
interface NativeReaders { new (options: { formats: string[] }): NativeReader; getSupportedFormats: () => Promise<string[]> }

const wanted = ['code_128', 'code_39', 'qr_code']
const widest = 1280

async function native(): Promise<ReadPicture | undefined> {
  const readers = (globalThis as { BarcodeDetector?: NativeReaders }).BarcodeDetector
  const formats = readers && (await readers.getSupportedFormats().catch(() => [] as string[])).filter((one) => wanted.includes(one))
  if (!readers || !formats?.includes('code_128')) return undefined
  const reader = new readers({ formats })
  return async (video) => (await reader.detect(video))[0]?.rawValue
}

async function zxing(): Promise<ReadPicture> {
  const { readLabel } = await import('./zxing')
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  return async (video) => {
    if (!pen || !video.videoWidth) return undefined
    const scale = Math.min(1, widest / video.videoWidth)
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    pen.drawImage(video, 0, 0, canvas.width, canvas.height)
    return readLabel(pen.getImageData(0, 0, canvas.width, canvas.height))
  }
}

export const pictureReader = async (): Promise<ReadPicture> => (await native()) ?? zxing()
