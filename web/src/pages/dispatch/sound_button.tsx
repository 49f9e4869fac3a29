// Whether alarms can be heard. A browser that blocks sound says so here, in words.

import { t } from '../../i18n';
import { Icon } from '../../ui/icon';
import { sound, toggleSound } from '../../ui/sound';

/** The state of the sound, and the switch. */
export function SoundButton() {
  const state = sound.value;
  const label = t(state === 'on' ? 'top.mute' : state === 'muted' ? 'top.unmute' : 'top.soundBlockedLabel');
  return (
    <button type="button" class={`chip-button sound ${state}`} id="sound" aria-label={label} title={label} onClick={toggleSound}>
      <Icon name={state === 'on' ? 'sound' : 'mute'} />
      {state !== 'on' && <span>{t(state === 'muted' ? 'top.soundOff' : 'top.soundBlocked')}</span>}
    </button>
  );
}
