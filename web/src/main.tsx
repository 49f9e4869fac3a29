// Starts the page: who sits here, then the world.

import { render } from 'preact';
import 'maplibre-gl/dist/maplibre-gl.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/frame.css';
import './styles/lists.css';
import './styles/detail.css';
import './styles/map.css';
import { App } from './app';
import { language, setLanguage } from './i18n';
import { startSeconds } from './live/clock';
import { watchSilence } from './live/socket';
import { resume } from './live/seat';
import { installHook } from './map/view';
import { unlockSound } from './ui/sound';
import { setTheme, theme } from './ui/theme';

setTheme(theme.value);
setLanguage(language.value);
startSeconds();
setInterval(watchSilence, 250);
installHook();
// Browsers allow sound only after a touch; until the first one the top bar says so.
document.addEventListener('pointerdown', unlockSound, { once: true });

const root = document.getElementById('app');
if (root) render(<App />, root);
void resume();
