// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { DocumentSearch } from '@/ui/DocumentSearch'
import { Page } from '@/ui/Page'

/** Every document of the hospital, as far as one may read it. */
export function SearchPage() {
  return (
    <Page title={t('Search in documents')} keepFocus subtitle={t('The words of every scanned page, report, letter and note')}>
      <DocumentSearch />
    </Page>
  )
}
