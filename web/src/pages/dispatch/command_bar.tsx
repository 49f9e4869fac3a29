// The command line. What Enter would do is said before it is done, by name.

import { signal } from '@preact/signals';
import { t } from '../../i18n';
import { world } from '../../live/state';
import { parse, type Parsed } from '../../model/command_line';
import { lastSaid, say } from '../../ui/said';
import { faultWords, preview, run } from './command_run';
import { composing } from './keys';

const line = signal('');

/** The bottom line of the page. */
export function CommandBar() {
  const parsed = understood();
  return (
    <footer class="command-bar">
      <label for="command">{t('cmd.label')}</label>
      <input
        id="command" class="mono" value={line.value} placeholder={t('cmd.placeholder')} autocomplete="off" spellcheck={false}
        aria-describedby="command-says" onInput={(event) => void ((line.value = event.currentTarget.value), (lastSaid.value = null))}
        onKeyDown={(event) => void onKeyDown(event)}
      />
      <p id="command-says" class={`command-says${tone(parsed)}`} role="status" aria-live="polite">{words(parsed)}</p>
    </footer>
  );
}

function understood(): Parsed | null {
  const held = world.value;
  return held && line.value.trim() !== '' ? parse(line.value, held) : null;
}

function words(parsed: Parsed | null): string {
  if (lastSaid.value) return `${lastSaid.value.ok ? '✓' : '✗'} ${lastSaid.value.text}`;
  if (!parsed) return '';
  return parsed.ok ? preview(parsed.command) : faultWords(parsed);
}

function tone(parsed: Parsed | null): string {
  if (lastSaid.value) return lastSaid.value.ok ? ' good' : ' bad';
  return parsed && !parsed.ok ? ' soft' : '';
}

async function onKeyDown(event: KeyboardEvent): Promise<void> {
  if (composing(event) || event.key !== 'Enter') return;
  event.preventDefault();
  const parsed = understood();
  if (!parsed) return;
  if (!parsed.ok) return say(false, faultWords(parsed));
  if (await run(parsed.command)) line.value = '';
}
