import { svg } from './dom.js';

// Shapes that differ as shapes: a tick in a ring, a clock, people, a barred disc, a question mark.
const shapes = {
  FREE: () => [ring(), line('M7.4 12.4l3.2 3.2 6.2-7')],
  RESERVED: () => [ring(), line('M12 6.8V12l3.6 2.4')],
  OCCUPIED: () => [
    svg('circle', { cx: 8.6, cy: 8, r: 3.4, class: 'solid' }),
    svg('path', { d: 'M2 20c0-4.2 2.8-7 6.6-7s6.6 2.8 6.6 7z', class: 'solid' }),
    svg('circle', { cx: 16.6, cy: 9, r: 2.7, class: 'solid' }),
    svg('path', { d: 'M16.7 20c.1-2.7-.7-5-2.2-6.5 4.3-1.1 7.7 1.6 7.7 6.5z', class: 'solid' }),
  ],
  CLOSED: () => [svg('circle', { cx: 12, cy: 12, r: 9.5, class: 'solid' }), svg('path', { d: 'M7 12h10', class: 'line knock' })],
  UNKNOWN: () => [ring(), line('M9 9.3a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2.2M12 17.4v.1')],
};

/** The symbol of a state; the word beside it says the same. */
export function stateIcon(state) {
  return svg('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' }, shapes[state]());
}

function ring() {
  return svg('circle', { cx: 12, cy: 12, r: 9.2, class: 'line' });
}

function line(d) {
  return svg('path', { d, class: 'line' });
}
