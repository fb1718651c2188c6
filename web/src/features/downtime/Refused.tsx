// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '@/api/http'
import { said } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { Said } from '@/ui/Said'

export const Refused = ({ problem }: { problem?: Problem }) => <div role="alert">{problem && <Reason tone="bad"><Said>{said(problem.message)}</Said></Reason>}</div>
