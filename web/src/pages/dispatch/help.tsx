// Keys and commands on one page.

import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { language, t, type Key } from '../../i18n';

/** Whether the help is open. */
export const helpOpen = signal(false);

const KEYS: ReadonlyArray<[string, Key]> = [
  ['N', 'help.n'], ['/', 'help.slash'], ['F8', 'help.f8'], ['F2', 'help.f2'], ['J K', 'help.jk'], ['1 2 3', 'help.123'],
  ['Space', 'help.space'], ['Esc', 'help.esc'],
];
const COMMANDS: ReadonlyArray<[string, string, Key]> = [
  ['D', '派', 'help.d'], ['R', '返', 'help.r'], ['H', '停', 'help.h'], ['A', '确', 'help.a'], ['G', '去', 'help.g'],
];

/** The help dialog. */
export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = helpOpen.value;
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="panel help" aria-label={t('help.title')} onClose={() => void (helpOpen.value = false)}>
      {open && <Content />}
    </dialog>
  );
}

function Content() {
  const commands = COMMANDS.map(([letter, alias, words]): [string, Key] =>
    [language.value === 'zh' ? `${letter} ${alias}` : letter, words]);
  return (
    <>
      <h2 id="help-title">{t('help.title')}</h2>
      <dl class="help-list">
        {[...KEYS, ...commands].map(([keys, words]) => <div key={keys}><dt><Keys text={keys} /></dt><dd>{t(words)}</dd></div>)}
      </dl>
      <button type="button" class="primary" onClick={() => void (helpOpen.value = false)}>{t('help.close')}</button>
    </>
  );
}

function Keys({ text }: { text: string }) {
  return <>{text.split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</>;
}
