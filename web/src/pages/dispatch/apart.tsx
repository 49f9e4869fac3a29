// Bureau and stations that do not hear each other: a banner at the station that is alone, a chip for each at the bureau.

import { language, t } from '../../i18n';
import { duration } from '../../i18n/fill';
import { second, serverNow } from '../../live/clock';
import { postName } from '../../live/names';
import { world } from '../../live/state';
import { Icon } from '../../ui/icon';

const since = (ms: number): string => duration(Math.max(0, serverNow() - ms) / 1000, language.value);

/** Below the top bar of a station that goes on alone. */
export function AloneBanner() {
  void second.value;
  const alone = world.value?.stations.alone;
  if (!alone) return null;
  return (
    <div class="alone-banner" role="status" id="alone-banner">
      <Icon name="link" />
      <b>{t('apart.alone', { station: postName(alone.station), since: since(alone.since_ms) })}</b>
      <span>{t('apart.aloneMore')}</span>
    </div>
  );
}

/** In the bureau's top bar. */
export function CutChips() {
  void second.value;
  return (
    <>
      {world.value?.stations.cut.map((one) => (
        <span class="fact cut-chip" key={one.station} data-cut={one.station} title={t('apart.cutMore')}>
          <Icon name="link" />
          {t('apart.cut', { station: postName(one.station), since: since(one.since_ms) })}
        </span>
      ))}
    </>
  );
}
