/** The rows of a roster: groups with sticky heads; of thousands of rows only those in view exist. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';
import { repeat } from '/static/vendor/lit-html/directives/repeat.js';

import { groupName, householdNo } from '../ui/format.js';
import { pill } from '../ui/pill.js';
import { coded, dotted, t } from '../ui/words.js';
import { headOf, nameOf } from './visits.js';
import { visibleRows } from './window.js';

/** @import { Dictionary, HouseholdView } from '../phone.d.ts' */
/** @import { App } from '../ui/types.d.ts' */
/** @import { Overview } from './overview.js' */
/** @import { Hit } from './search.js' */
/** @import { Visit } from './visits.js' */
/** @typedef {{ pathOf: (id: string) => string, opening: (id: string) => void, quiet?: boolean }} Links quiet: nobody has to be visited */

const ROW_REM = 4.5; // as .vrows > li in phone.css
const FOLD_AFTER = 12; // pixels scrolled in one direction

/** What a screen does with the list: draw rows, and measure after drawing. */
export class RosterList {
  /**
   * @param {App} app
   * @param {Links} links
   */
  constructor(app, links) {
    this.app = app;
    this.links = links;
    /** Rows drawn, by list. @type {Map<string, [number, number]>} */
    this.ranges = new Map();
    this.lastTop = 0;
    /** Height of a row in pixels. */
    this.height = 0;
    /** What is drawn next is other rows of the same lists: nothing else has moved. */
    this.moving = false;
    window.addEventListener('scroll', this.scroll, { passive: true });
    window.addEventListener('resize', this.resize);
  }

  stop = () => {
    window.removeEventListener('scroll', this.scroll);
    window.removeEventListener('resize', this.resize);
  };

  /** Read first, written then: the browser need not lay the page out in between. */
  scroll = () => {
    this.measure();
    this.fold();
  };

  resize = () => {
    this.height = rowHeight();
    this.scroll();
  };

  /** Written first, read then: the browser lays the page out once. */
  shown = () => {
    const { moving } = this;
    this.moving = false;
    this.height ||= rowHeight();
    stretch(this.height);
    if (moving) return;
    place();
    this.measure();
  };

  /** Which rows should stand there; if others do, render again. */
  measure() {
    let moved = false;
    const { height } = this;
    for (const list of lists()) {
      const name = list.dataset.list ?? '', count = Number(list.dataset.count);
      const top = list.getBoundingClientRect().top;
      const drawn = this.ranges.get(name) ?? [0, 0];
      const range = visibleRows({ count, rowHeight: height, top, viewHeight: window.innerHeight, drawn });
      moved ||= drawn[0] !== range[0] || drawn[1] !== range[1];
      this.ranges.set(name, range);
    }
    if (!moved) return;
    this.moving = true;
    this.app.refresh();
  }

  /** The finder goes away while one scrolls down, and comes back on the way up. */
  fold() {
    const top = Math.max(0, window.scrollY);
    if (Math.abs(top - this.lastTop) < FOLD_AFTER) return;
    const box = document.querySelector('.finder');
    const typing = box?.contains(document.activeElement) ?? false;
    box?.toggleAttribute('data-folded', top > this.lastTop && top > box.clientHeight && !typing);
    this.lastTop = top;
  }

  /**
   * @param {Visit[]} visits
   * @param {string | null} next id of the household to visit next
   * @param {boolean} all no chip is set
   */
  groups(visits, next, all) {
    if (!visits.length) return empty(all ? t`花名册是空的` : t`这一类没有户`, all ? t`请联系乡镇主管导入花名册。` : t`换一个筛选看看。`);
    return grouped(visits).map(([name, members]) => section(name, head(name, members, this.links.quiet), members.length, this.ranges,
      (first, end) => repeat(members.slice(first, end), (_, no) => first + no,
        (visit, no) => row(visit, next, this.links, first + no, members.length))));
  }

  /**
   * @param {Hit[]} hits
   * @param {Overview} overview
   * @param {Dictionary | undefined} relations
   */
  hits(hits, overview, relations) {
    if (!hits.length) return empty(t`花名册里没有这个人`, t`换个写法试试。家里有人在册的，打开那一户，把他加进来。`);
    const pills = byHousehold(overview);
    const heads = hits.filter(({ head: is }) => is).length, rest = hits.length - heads;
    const words = rest ? t`找到 ${heads} 户，另有 ${rest} 人在别的户里` : t`找到 ${heads} 户`;
    return section('hits', html`<span role="status">${words}</span>`, hits.length, this.ranges,
      (first, end) => repeat(hits.slice(first, end), (_, no) => first + no,
        (hit, no) => hitRow(hit, pills.get(hit.household.id), relations, this.links, first + no, hits.length)));
  }
}

/**
 * Give each list the length of all its rows, those that are not drawn too.
 * @param {number} height of a row, in pixels
 */
function stretch(height) {
  for (const list of lists()) {
    list.style.height = `${Number(list.dataset.count) * height}px`;
    list.style.paddingTop = `${Number(list.dataset.first) * height}px`;
  }
}

/** Lengths the sticky parts need: how high the head and the finder are. */
function place() {
  const frame = /** @type {HTMLElement | null} */ (document.querySelector('.phone'));
  const lengths = ['.top', '.finder'].map((part) => `${frame?.querySelector(part)?.getBoundingClientRect().height ?? 0}px`);
  ['--head', '--finder'].forEach((name, no) => {
    if (frame?.style.getPropertyValue(name) !== lengths[no]) frame?.style.setProperty(name, lengths[no]);
  });
}

/** Pixels, as the phone's font size makes them. */
function rowHeight() {
  return ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** @returns {HTMLElement[]} */
function lists() {
  return [...document.querySelectorAll('.vrows')].map((list) => /** @type {HTMLElement} */ (list));
}

/** @type {WeakMap<Visit[], [string, Visit[]][]>} */
const groupsOf = new WeakMap();

/**
 * Groups in the order in which they first appear in walking order; made once of the same visits.
 * @param {Visit[]} visits
 * @returns {[string, Visit[]][]}
 */
function grouped(visits) {
  const known = groupsOf.get(visits);
  if (known) return known;
  /** Thousands of households, a dozen names. @type {Map<string | null | undefined, string>} */
  const names = new Map();
  /** @type {Map<string, Visit[]>} */
  const groups = new Map();
  for (const visit of visits) {
    const written = visit.household.group_name, name = names.get(written) ?? groupName(visit.household);
    names.set(written, name);
    const members = groups.get(name);
    if (members) members.push(visit);
    else groups.set(name, [visit]);
  }
  const made = [...groups];
  groupsOf.set(visits, made);
  return made;
}

/**
 * @param {string} name
 * @param {Visit[]} members
 * @param {boolean} [quiet]
 */
function head(name, members, quiet = false) {
  const todo = quiet ? 0 : members.filter(({ chip }) => chip === 'todo').length;
  return html`<b>${name || t`未分组`}</b>${todo ? t`${members.length} 户·未走访 ${todo} 户` : t`${members.length} 户`}`;
}

/**
 * @param {string} name
 * @param {unknown} title
 * @param {number} count
 * @param {Map<string, [number, number]>} ranges
 * @param {(first: number, end: number) => unknown} rows
 */
function section(name, title, count, ranges, rows) {
  const [first, end] = ranges.get(name) ?? [0, 0];
  return html`<section class="group" aria-label=${name || t`未分组`}><div class="rows__head">${title}</div>
    <ul class="rows vrows" data-list=${name} data-count=${count} data-first=${first}>${rows(first, Math.min(end, count))}</ul></section>`;
}

/**
 * @param {Visit} visit
 * @param {string | null} next
 * @param {Links} links
 * @param {number} place
 * @param {number} size
 */
function row({ household, pill: state }, next, links, place, size) {
  const facts = [householdNo(household), t`${household.members.length}人`, household.address];
  return html`<li aria-setsize=${size} aria-posinset=${place + 1}><a class="row ${household.id === next ? 'row--next' : ''}"
    href=${links.pathOf(household.id)} @click=${() => links.opening(household.id)}><span class="row__main"><span
    class="row__title"><span class="clip">${nameOf(household)}</span></span><span class="row__sub clip">${dotted(facts)}</span></span>${links.quiet && state === 'todo' ? nothing : pill(state)}</a></li>`;
}

/** @type {WeakMap<Overview, Map<string, Visit>>} */
const visitsOf = new WeakMap();

/** @param {Overview} overview */
function byHousehold(overview) {
  const known = visitsOf.get(overview) ?? new Map(overview.visits.map((visit) => [visit.household.id, visit]));
  visitsOf.set(overview, known);
  return known;
}

/**
 * @param {Hit} hit
 * @param {Visit | undefined} visit
 * @param {Dictionary | undefined} relations
 * @param {Links} links
 * @param {number} place
 * @param {number} size
 */
function hitRow({ household, person, head: isHead, mark }, visit, relations, links, place, size) {
  const relation = coded('RELATION', relations?.items.find(({ code }) => code === person.relation));
  const facts = isHead
    ? [groupName(household), householdNo(household), t`${household.members.length}人`]
    : [t`户主 ${headOf(household)?.name ?? ''}`, relation];
  return html`<li aria-setsize=${size} aria-posinset=${place + 1}><a class="row" href=${links.pathOf(household.id)}
    @click=${() => links.opening(household.id)}><span class="row__main"><span class="row__title"><span class="clip">${marked(person.name ?? '', mark)}</span></span><span
    class="row__sub clip">${dotted(facts)}</span></span>${visit && !(links.quiet && visit.pill === 'todo') ? pill(visit.pill) : nothing}</a></li>`;
}

/**
 * @param {string} name
 * @param {[number, number]} mark
 */
function marked(name, [from, to]) {
  return html`${name.slice(0, from)}${to > from ? html`<mark>${name.slice(from, to)}</mark>` : nothing}${name.slice(to)}`;
}

/**
 * @param {string} title
 * @param {string} text
 */
function empty(title, text) {
  return html`<div class="empty" role="status"><i class="i i-search" aria-hidden="true"></i><h2>${title}</h2><p>${text}</p></div>`;
}
