import type { CampaignId } from '@gatehouse/contract'
import type { CampaignItem } from '../../../ipc/views.ts'
import { reviewWords, allReviewsWords as t } from '../../../strings/reviews.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Name } from '../../ui/name.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import styles from './reviews.module.css'

interface CampaignsProps {
  campaigns: readonly CampaignItem[]
  /** The list shows this one's reviews alone. */
  shown: string | null
  onShow: (campaignId: CampaignId | null) => void
}

/** How far each campaign is: by account, and by reviewer. */
export function Campaigns({ campaigns, shown, onShow }: CampaignsProps) {
  if (campaigns.length === 0) return null
  return (
    <section aria-labelledby="campaigns" className={styles.campaigns}>
      <h2 id="campaigns">{t.campaigns}</h2>
      <ul>
        {campaigns.map((campaign) => {
          const { id, name, decided, total, signed, accounts, overdue, dueAt, reviewers } = campaign
          const text = reviewWords.progress(decided, total)
          return (
            <li key={id} className={styles.campaign}>
              <div className={styles.campaignName}>
                <Name strong>{name}</Name>
                {overdue > 0 && <Badge tone="danger">{t.campaignOverdue(overdue)}</Badge>}
              </div>
              <p className={styles.muted}>
                {t.campaignFacts(signed, accounts)}
                {dueAt && ` · ${reviewWords.due(dueAt)}`}
              </p>
              <ProgressBar label={name} value={decided} max={total} valueText={text} isStill />
              <p className={styles.muted}>{text}</p>
              <details>
                <summary>{t.showReviewers}</summary>
                <ul>
                  {reviewers.map((reviewer) => (
                    <li key={reviewer.name}>
                      {t.perReviewer(reviewer.name, reviewer.signed, reviewer.reviews)}
                    </li>
                  ))}
                </ul>
              </details>
              <Button size="small" onPress={() => onShow(shown === id ? null : id)}>
                {shown === id ? t.showAll : t.showOnly}
              </Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
