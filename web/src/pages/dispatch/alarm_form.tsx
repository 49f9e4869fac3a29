// The form for an alarm: a kind, a priority, a place. Enter sends.

import { useEffect, useRef } from 'preact/hooks';
import { t, word } from '../../i18n';
import { commandable } from '../../live/state';
import { Icon, iconFor } from '../../ui/icon';
import { SeverityShape } from '../../ui/severity';
import { composing } from './keys';
import { change, closeAlarm, type Draft, draft, KINDS, sendAlarm } from './raise';

/** The form, while an alarm is being taken. */
export function AlarmForm() {
  const form = draft.value;
  return form ? <Form form={form} /> : null;
}

function Form({ form }: { form: Draft }) {
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => element.current?.querySelector<HTMLElement>('input:checked')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || composing(event) || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    void sendAlarm();
  };
  return (
    <form ref={element} class="panel alarm-form" aria-labelledby="raise-title" onKeyDown={onKeyDown}
      onSubmit={(event) => (event.preventDefault(), void sendAlarm())}>
      <header class="panel-head">
        <h2 id="raise-title">{t('raise.title')}</h2>
        <button type="button" class="icon-button" aria-label={t('raise.cancel')} title={t('raise.cancel')} onClick={closeAlarm}><Icon name="close" /></button>
      </header>
      <Kinds form={form} />
      <Priorities form={form} />
      <label class="field">
        <span>{t('raise.where')}</span>
        <input id="raise-where" class="mono" value={form.where} autocomplete="off" spellcheck={false} aria-invalid={form.fault !== ''}
          aria-describedby="raise-fault" onInput={(event) => change({ where: event.currentTarget.value })} />
      </label>
      <p class={form.fault ? 'fault' : 'quiet small'} id="raise-fault" role={form.fault ? 'alert' : undefined}>{form.fault || t('raise.whereHint')}</p>
      <button type="submit" class="primary wide" id="raise-send" disabled={form.sending || !commandable.value}>
        {t('raise.send')} <kbd>Enter</kbd>
      </button>
    </form>
  );
}

function Kinds({ form }: { form: Draft }) {
  return (
    <fieldset class="kinds">
      <legend>{t('raise.kind')}</legend>
      {KINDS.map(({ kind, priority }) => (
        <label key={kind} class={form.kind === kind ? 'picked' : ''}>
          <input type="radio" name="kind" value={kind} checked={form.kind === kind} onChange={() => change({ kind, priority })} />
          <Icon name={iconFor(kind)} size={1.5} />
          <span>{word('kind', kind)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Priorities({ form }: { form: Draft }) {
  return (
    <fieldset class="priorities">
      <legend>{t('raise.priority')}</legend>
      {[1, 2, 3, 4].map((priority) => (
        <label key={priority} class={`p${priority}${form.priority === priority ? ' picked' : ''}`}>
          <input type="radio" name="priority" value={priority} checked={form.priority === priority} onChange={() => change({ priority })} />
          <SeverityShape priority={priority} />
          <span>{word('priority', String(priority))}</span>
        </label>
      ))}
    </fieldset>
  );
}
