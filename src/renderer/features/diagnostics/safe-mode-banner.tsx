import LifeBuoy from 'lucide-react/icons/life-buoy'
import { diagnosticsWords } from '../../../strings/diagnostics.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/states.tsx'

const t = diagnosticsWords.safe

/** Stands over every screen of a run in safe mode. */
export function SafeModeBanner() {
  const restart = useCommand('app.restart')
  return (
    <section role="status">
      <Notice
        icon={<LifeBuoy size={16} />}
        action={
          <Button
            size="small"
            isPending={restart.isPending}
            onPress={() => restart.mutate({ safeMode: false })}
          >
            {t.restart}
          </Button>
        }
      >
        {t.banner}
      </Notice>
    </section>
  )
}
