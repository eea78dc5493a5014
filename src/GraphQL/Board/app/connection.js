import { LinkProblem } from './api.js';

const LONGEST_PAUSE = 30_000;
const PAUSE_AFTER_PROBLEM = 60_000;

/** How long to wait before the next attempt, in milliseconds: at once, then longer each time, and not all screens at once. */
export function pauseBefore(attempt, random) {
  return attempt === 0 ? 500 * random : Math.min(LONGEST_PAUSE, 1000 * 2 ** (attempt - 1)) * (0.5 + random / 2);
}

/**
 * Keeps a board up to date for as long as the signal lets it: reads everything, follows the changes, and starts over whenever
 * that ends. What was missed meanwhile is in what is read then.
 * @param {object} work
 * @param {() => Promise<void>} work.read reads everything
 * @param {(signal: AbortSignal, opened: () => void) => Promise<void>} work.follow follows changes until the stream ends
 * @param {(status: 'live' | 'lost' | 'problem', problem?: string) => void} work.tell
 * @param {AbortSignal} stop
 */
export async function keepUpToDate({ read, follow, tell }, stop) {
  for (let attempt = 0; !stop.aborted;) {
    const cut = new AbortController();
    const offline = () => cut.abort();
    window.addEventListener('offline', offline);
    let pause;
    try {
      await read();
      await follow(AbortSignal.any([stop, cut.signal]), () => {
        attempt = 0;
        tell('live');
      });
      pause = pauseBefore(attempt++, Math.random());
    } catch (failure) {
      if (stop.aborted) return;
      const isProblem = failure instanceof LinkProblem;
      if (isProblem) tell('problem', failure.message);
      // A stream that broke may be back at once; only then is it lost.
      else if (attempt > 0 || !navigator.onLine || cut.signal.aborted) tell('lost');
      pause = isProblem ? PAUSE_AFTER_PROBLEM : pauseBefore(attempt++, Math.random());
    } finally {
      window.removeEventListener('offline', offline);
    }
    await waitOrWake(pause, stop);
  }
}

// A network that is back, or a screen that is looked at again, is reason enough not to wait.
function waitOrWake(milliseconds, stop) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      document.removeEventListener('visibilitychange', done);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done);
    document.addEventListener('visibilitychange', done);
    stop.addEventListener('abort', done);
  });
}
