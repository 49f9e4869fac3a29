// Language and colours.

import { language, setLanguage, t } from '../../i18n';
import { Icon } from '../../ui/icon';
import { setTheme, theme } from '../../ui/theme';

/** To the other language. */
export function LanguageButton() {
  return (
    <button type="button" class="chip-button" id="language" lang={language.value === 'zh' ? 'en' : 'zh'}
      aria-label={t('top.languageLabel')} title={t('top.languageLabel')}
      onClick={() => setLanguage(language.value === 'zh' ? 'en' : 'zh')}>
      {t('top.language')}
    </button>
  );
}

/** To the other colours. */
export function ThemeButton() {
  const dark = theme.value === 'dark';
  const words = t(dark ? 'top.toLight' : 'top.toDark');
  return (
    <button type="button" class="chip-button" id="theme" aria-label={words} title={words} onClick={() => setTheme(dark ? 'light' : 'dark')}>
      <Icon name={dark ? 'sun' : 'moon'} />
    </button>
  );
}
