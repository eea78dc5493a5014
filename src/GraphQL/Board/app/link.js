/**
 * What a board's link says. The token stands in the fragment, which a browser keeps to itself.
 * @typedef {{ venue: string } | { inseeCode: string }} Target
 * @param {{ search: string, hash: string }} location the page's address
 * @returns {{ target: Target, token: string } | { problem: 'parameters' | 'noToken' }}
 */
export function readLink({ search, hash }) {
  const asked = new URLSearchParams(search);
  const venue = asked.get('venue')?.trim();
  const inseeCode = asked.get('inseeCode')?.trim().toUpperCase();
  if (!venue === !inseeCode) return { problem: 'parameters' };
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token')?.trim();
  if (!token) return { problem: 'noToken' };
  return { target: venue ? { venue } : { inseeCode }, token };
}
