// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import type { DistributionCopyRow } from '@/api/types'

export type Channel = DistributionCopyRow['channel']

const channels: Record<Channel, string> = {
  inbox: t('Inbox here'), print: t('Printer'), fax: t('Fax'), direct: t('Direct mail'), 'outbound-hl7': t('Message to a partner'),
  'fhir-communication': t('FHIR Communication'), 'ward-paper': t('Paper to the ward'),
}
const states: Record<DistributionCopyRow['state'], string> = {
  owed: t('To be sent'), sent: t('On its way'), delivered: t('Delivered'), opened: t('Opened'), acted: t('Answered'), failed: t('Failed'),
  'recall-asked': t('Asked back'), recalled: t('Taken back'), unrecovered: t('Never found again'), superseded: t('A newer version took its place'), withdrawn: t('Withdrawn'),
}
const purposes: Record<DistributionCopyRow['purpose'], string> = { review: t('to review'), copy: t('copy'), info: t('for information') }
const reasons: Record<string, string> = {
  ordering: t('ordered it'), attending: t('attends'), referring: t('referred'), consulting: t('was consulted'), author: t('wrote it'), authenticator: t('authenticates it'), 'copies-to': t('copy asked for'),
  pcp: t('own physician'), standing: t('standing order'), 'had-the-version-before': t('had the version before'), addendum: t('has what it belongs to'), 'named-by-a-person': t('named by the department'), 'taken-back': t('is told that it was taken back'),
}
const events: Record<string, string> = {
  made: t('Made'), send: t('Sent'), deliver: t('Delivered'), open: t('Opened'), act: t('Answered'), fail: t('Failed'), 'try-again': t('To be sent again'), supersede: t('A newer version took its place'),
  withdraw: t('Withdrawn'), 'ask-back': t('Asked back'), 'give-back': t('Taken back'), 'not-found': t('Never found again'), reminded: t('Reminded'), deficient: t('Unopened for so long that it is a deficiency'),
  're-routed': t('Goes to another ward'), 'went-out-meanwhile': t('Went out while it was asked back'), 'arrived-before': t('A receipt of an earlier sending'), 'failed-before': t('A receipt of an earlier sending'),
}

export const allChannels = Object.keys(channels) as Channel[]
export const channelWords = (code: Channel) => channels[code]
export const stateWords = (code: DistributionCopyRow['state']) => states[code]
export const purposeWords = (code: DistributionCopyRow['purpose']) => purposes[code]
export const reasonWords = (codes: string) => codes.split(' ').filter(Boolean).map((code) => reasons[code] ?? code).join(', ')
export const eventWords = (code: string) => events[code] ?? code
export const isInTrouble = (one: Pick<DistributionCopyRow, 'state' | 'attempts'>) => ['failed', 'recall-asked', 'unrecovered'].includes(one.state) || (one.state === 'owed' && one.attempts > 0)
