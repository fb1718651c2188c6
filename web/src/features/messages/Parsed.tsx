// SPDX-License-Identifier: Apache-2.0
import type { Segment } from '@/api/types'
import { t } from '@/i18n'
import styles from './MessageTabs.module.css'

/** Every field with its name, empty ones left out, components spelled out. */
export function Parsed({ segments }: { segments: readonly Segment[] }) {
  if (!segments.length) return <p className="soft small">{t('The message could not be taken apart. Its bytes stand under “Raw”.')}</p>
  return (
    <div className={styles.parsed}>
      {segments.map((segment, index) => (
        <div key={index} className={styles.parsedSegment}>
          <p className={styles.segmentTitle}><span className="mono">{segment.name}</span><span className="soft">{segment.title}</span></p>
          <dl>
            {segment.fields.map((field, at) => (
              <div key={at} className={styles.field}>
                <dt className="mono soft">{String(field.position).includes('-') ? field.position : `${segment.name}-${field.position}`}</dt>
                <dd className="soft">{field.name}</dd>
                <dd>
                  <span className="mono">{field.value}</span>
                  {field.parts && field.parts.length > 1 && (
                    <span className={styles.parts}>
                      {field.parts.map((part) => <span key={String(part.position)}><span className="soft">{part.name || part.position}:</span> {part.value}</span>)}
                    </span>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </div>
  )
}
