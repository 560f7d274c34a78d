import { clockTime } from '../../../strings/format.ts'
import { figureWords, portfolioWords as t } from '../../../strings/portfolio.ts'
import { FirstStepsPlace } from '../../app/first-steps-place.tsx'
import { Answer } from '../../ui/answer.tsx'
import { AttentionCard } from './attention-card.tsx'
import { CoverageCard } from './coverage-card.tsx'
import styles from './portfolio.module.css'
import { PortfolioFigures } from './portfolio-figures.tsx'
import { usePortfolio } from './use-portfolio.ts'

/** What needs somebody, over all accounts. */
export function PortfolioTab() {
  const { answer, isLooking } = usePortfolio()
  return (
    <Answer answer={answer} skeletonRows={8}>
      {(data) => (
        <div className={styles.portfolio}>
          <FirstStepsPlace />
          <PortfolioFigures data={data} />
          <p className={styles.age}>
            {data.syncedAt && figureWords.asOf(clockTime(new Date(data.syncedAt)))}
            {data.unknown > 0 && <span>{t.unknown(data.unknown)}</span>}
            <span role="status">{isLooking && t.looking(data.looked.done, data.looked.of)}</span>
          </p>
          <div className={styles.cards}>
            <AttentionCard data={data} />
            <CoverageCard />
          </div>
        </div>
      )}
    </Answer>
  )
}
