const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element with attributes and children. Text goes in as text, never as markup; `style` is an object of properties, which the
 * page's policy allows where a style attribute in markup is not.
 */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/**
 * Makes a parent's children those given. What is the same already stays as it is, so that a reader's place on the page and
 * running transitions survive.
 */
export function update(parent, ...children) {
  const wanted = children.filter(Boolean);
  wanted.forEach((child, i) => {
    const present = parent.children[i];
    if (!present) parent.append(child);
    else if (!present.isEqualNode(child)) present.replaceWith(child);
  });
  while (parent.children.length > wanted.length) parent.lastElementChild.remove();
}

function fill(element, { style, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  for (const [name, value] of Object.entries(style ?? {})) element.style.setProperty(name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}
