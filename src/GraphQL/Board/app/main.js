import { readLink } from './link.js';
import { Show } from './show.js';
import { textsFor } from './texts.js';
import { drawProblem } from './view.js';

const texts = textsFor(navigator.languages);
const page = Object.fromEntries(['title', 'date', 'clock', 'main', 'banner', 'bannerText', 'spoken'].map((id) => [id, document.getElementById(id)]));

let show = null;

function open() {
  show?.stop();
  show = null;
  const link = readLink(location);
  page.banner.hidden = true;
  if (link.problem) {
    drawProblem(page, link.problem, texts);
    return;
  }
  page.title.textContent = texts.loading;
  page.main.replaceChildren();
  show = new Show(link, page, texts);
  show.start();
}

document.documentElement.lang = texts.language;
window.addEventListener('hashchange', open);
open();
