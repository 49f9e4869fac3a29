// When the server is not heard: since when, what still works, and that nothing is queued.

import { clockTime, t } from '../../i18n';
import { link } from '../../live/state';

/** The banner; lies over the strip, so nothing moves. */
export function LinkBanner() {
  const { state, stoppedAt } = link.value;
  if (state !== 'down') return null;
  const time = clockTime(stoppedAt);
  return (
    <div class="link-banner" role="alert" id="link-banner">
      <b>{t('link.lost', { time })}</b>
      <span>{t('link.lostMore')}</span>
    </div>
  );
}
