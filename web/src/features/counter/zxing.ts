// SPDX-License-Identifier: Apache-2.0
import { BarcodeFormat, BinaryBitmap, DecodeHintType, HybridBinarizer, MultiFormatReader, RGBLuminanceSource } from '@zxing/library'

const reader = new MultiFormatReader()
reader.setHints(new Map<DecodeHintType, unknown>([
  [DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.CODE_128, BarcodeFormat.CODE_39, BarcodeFormat.QR_CODE]],
  [DecodeHintType.TRY_HARDER, true],
]))

/** Grey by the eye's weights, so that coloured labels keep their contrast. */
function grey({ data, width, height }: ImageData): Uint8ClampedArray {
  const all = new Uint8ClampedArray(width * height)
  for (let at = 0, from = 0; at < all.length; at += 1, from += 4) all[at] = ((data[from] ?? 0) * 306 + (data[from + 1] ?? 0) * 601 + (data[from + 2] ?? 0) * 117) >> 10
  return all
}

/** The label in the picture; nothing where there is none. */
export function readLabel(picture: ImageData): string | undefined {
  const source = new RGBLuminanceSource(grey(picture), picture.width, picture.height)
  try {
    return reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(source))).getText()
  } catch {
    return undefined
  }
}
