// SPDX-License-Identifier: Apache-2.0
import type { ShiftBoardLine, ShiftSection, ShiftStep } from '@/api/types'
import { t } from '@/i18n'

export const acts: Record<ShiftBoardLine['next'] | ShiftStep['act'], string> = {
  approve: t('Approve it'), take: t('Take from the shelf'), collect: t('Fetch from the borrower'), hunt: t('Look for it'), order: t('Order it'), deliver: t('Bring'), call: t('Call the borrower'),
}
export const leftOut = { 'off-site': t('Off site: order it'), 'not-approved': t('Not approved yet'), 'not-open': t('Not open any more') }
export const sections: Record<ShiftSection['code'], string> = {
  stat: t('Open STATs'), urgent: t('Urgent requests'), due: t('Other requests that are due'), deliveries: t('To be delivered'), hunts: t('Missing volumes'), loans: t('Loans past due'), returns: t('Returned, not put away'), queues: t('Queues'), faults: t('What does not work'), notes: t('Notes'),
}
export const changed = { new: t('New'), gone: t('No longer here'), late: t('Became late') }
