// SPDX-License-Identifier: Apache-2.0
import type { GlassUse } from '@/api/types'

export const userName = (use: GlassUse) => use.user
