"""What every page owes its readers, checked in the browser: `troubles(page)` lists what is amiss.

Besides axe-core's serious findings: one main heading and none skipped, landmarks with names, tables
with captions and scopes, drawings with names and their figures as a table, no sideways scrolling,
no text of a chart over another.
"""

from typing import Final

from playwright.sync_api import Page

from tests.browser import axe_violations

_LOOK: Final = """() => {
  const amiss = [];
  const shown = (each) => each.checkVisibility({ visibilityProperty: true });
  const words = (each) => each.textContent.trim().replace(/\\s+/g, ' ').slice(0, 60);
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);

  if (!document.documentElement.lang) amiss.push('the page has no language');
  if (all('h1').length !== 1) amiss.push(`${all('h1').length} main headings`);
  let level = 0;
  for (const heading of all('h1, h2, h3, h4, h5, h6')) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1 && level) amiss.push(`from h${level} to h${own}: ${words(heading)}`);
    level = own;
  }
  if (all('main').length !== 1) amiss.push(`${all('main').length} main parts`);
  const names = all('nav').map((each) => each.getAttribute('aria-label'));
  if (names.some((name) => !name)) amiss.push('a navigation without a name');
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (twice.length) amiss.push(`two navigations named ${twice}`);
  for (const table of document.querySelectorAll('main table')) {
    if (!table.caption && !table.closest('[aria-label]')) amiss.push('a table without a name');
    for (const head of table.querySelectorAll('th')) {
      if (!head.scope) amiss.push(`a table heading without scope: ${words(head)}`);
    }
  }
  for (const drawing of all('main svg')) {
    if (drawing.closest('[aria-hidden=true]') || drawing.parentElement.closest('svg')) continue;
    const named = drawing.getAttribute('aria-label') || drawing.querySelector('title');
    const grouped = drawing.closest('[role=group][aria-label]');
    if (!named && !grouped) amiss.push('a drawing without a name');
  }
  for (const chart of all('figure.chart')) {
    if (!chart.querySelector('.empty, details table')) amiss.push(`no table: ${words(chart)}`);
  }
  for (const live of document.querySelectorAll('[hx-get], [hx-post]')) {
    if (!document.querySelector('[role=status]')) amiss.push(`changes unheard: ${live.id}`);
  }
  for (const plot of all('.drawing svg')) {
    const texts = [...plot.querySelectorAll('text')].filter(shown);
    const boxes = texts.map((each) => each.getBoundingClientRect());
    boxes.forEach((one, at) => boxes.slice(at + 1).forEach((other, more) => {
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (across > 2 && down > 4) {
        amiss.push(`text over text: ${words(texts[at])} and ${words(texts[at + 1 + more])}`);
      }
    }));
  }
  const wide = document.documentElement.scrollWidth;
  if (wide > window.innerWidth) amiss.push(`${wide} pixels wide`);
  return amiss;
}"""

_STOP: Final = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const box = here.getBoundingClientRect();
  const style = getComputedStyle(here);
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const marked = Boolean(here.closest('.mark'));
  const onScreen = box.bottom > 0 && box.top < window.innerHeight && box.width > 0;
  return {
    name: here.outerHTML.slice(0, 120),
    seen: onScreen && (ring || marked),
    skip: here.classList.contains('skip'),
  };
}"""

_MOST_STOPS: Final = 600


def troubles(page: Page) -> list[str]:
    """What is amiss on `page` as it stands, a line each."""
    found: list[str] = page.evaluate(_LOOK)
    return [*found, *axe_violations(page)]


def keyboard_troubles(page: Page) -> list[str]:
    """What a reader with a keyboard alone meets on the way through `page`, from its top.

    The first stop leads past the header; each further stop can be seen, and the last is left again.
    """
    amiss = []
    page.keyboard.press("Tab")
    first = page.evaluate(_STOP)
    if not first or not first["skip"] or not first["seen"]:
        amiss.append(f"the first stop is not the way to the content: {first}")
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.tagName") != "MAIN":
        amiss.append("the way to the content leads elsewhere")
    for _stop in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(_STOP)
        if here is None:
            return amiss
        if here["skip"]:
            return amiss
        if not here["seen"]:
            amiss.append(f"not seen: {here['name']}")
    return [*amiss, f"more than {_MOST_STOPS} stops"]
