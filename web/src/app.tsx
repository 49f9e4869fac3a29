// Login, or the dispatch page.

import { useEffect } from 'preact/hooks';
import { t } from './i18n';
import { start, stop } from './live/socket';
import { session, world } from './live/state';
import { DispatchPage } from './pages/dispatch/page';
import { Login } from './pages/login';
import { Stripes } from './pages/dispatch/training';

/** The whole page. */
export function App() {
  const who = session.value;
  useEffect(() => {
    if (who) start();
    else stop();
  }, [who?.role]);
  if (who === undefined) return <Waiting />;
  if (who === null) return <Login />;
  return world.value === null ? <Waiting /> : <DispatchPage />;
}

function Waiting() {
  return (
    <main class="waiting">
      <Stripes />
      <p role="status">{t('app.loading')}</p>
    </main>
  );
}
