// Which layers are shown, with the look of each as its legend.

import { t, type Key } from '../../i18n';
import type { Group } from '../../map/district_layers';
import { setShown, shown } from '../../map/shown';
import { Icon } from '../../ui/icon';

const GROUPS: readonly Group[] = ['zones', 'lines', 'hotspots', 'guarded', 'police', 'civil', 'posts', 'units', 'unitLabels'];

/** The button and its popover. */
export function LayersButton() {
  return (
    <>
      <button type="button" class="tool" id="layers" popovertarget="layers-list" aria-label={t('map.layers')} title={t('map.layers')}>
        <Icon name="layers" />
      </button>
      <div popover="auto" id="layers-list" class="panel layers-list" role="dialog" aria-label={t('map.layers')}>
        <h2>{t('map.layers')}</h2>
        {GROUPS.map((group) => (
          <label key={group} class="check">
            <input type="checkbox" checked={shown.value[group]} onChange={(event) => setShown(group, event.currentTarget.checked)} />
            <i class={`swatch ${group}`} aria-hidden="true" />
            {t(`layer.${group}` as Key)}
          </label>
        ))}
      </div>
    </>
  );
}
