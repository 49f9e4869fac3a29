// 演练 / TRAINING, on every page, as stripes and as a word: colour alone would not do.

import { t } from '../../i18n';
import { session, world } from '../../live/state';

/** Whether this is a training world. Before login nobody has said that it is not. */
function training(): boolean {
  return world.value?.training ?? session.value?.training ?? true;
}

/** The striped bar along the top edge. */
export function Stripes() {
  return training() ? <div class="stripes" aria-hidden="true" /> : null;
}

/** The word. */
export function TrainingTag() {
  return training() ? <span class="training-tag" title={t('app.trainingLong')}>{t('app.training')}</span> : null;
}
