/**
 * The script of every page: it sorts and filters tables, saves figures, and shows meanings of symbols and values of marks on hover
 * and focus.
 * Pages can be read without it, so it also creates the controls that work only with it.
 */
export const PAGE_SCRIPT = String.raw`(() => {
'use strict';
document.documentElement.classList.add('scripted');
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const plain = (text) => text.trim().replace('−', '-').replace('✗', '');
const nothing = (text) => text === '' || text === '–' || text === 'nothing';
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const TEXTS = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

// Rows shown at once; more would make the page slow to sort.
const MOST = 300;

// Tables: a button in each heading sorts up, down and back; words and comparisons filter the rows.
document.querySelectorAll('table[data-noun]').forEach((table, number) => {
  const heads = [...table.tHead.rows[0].cells];
  const isTitle = (row) => row.querySelector('[scope=rowgroup]') !== null;
  const groups = [...table.tBodies].map((body) => ({ body, title: [...body.rows].find(isTitle), rows: [...body.rows].filter((row) => !isTitle(row)) }));
  const rows = groups.flatMap((group) => group.rows);
  if (rows.length < 2) return;
  const names = heads.map((head) => head.textContent.trim().toLowerCase());
  const cellOf = (row, at) => plain(row.cells[at].dataset.sort ?? row.cells[at].textContent);
  const words = new Map(groups.flatMap(({ title, rows: members }) => members.map((row) => [row, [title?.textContent ?? '', ...[...row.cells].map((cell) => cell.textContent)].join(' ').toLowerCase()])));
  let sorted = { at: -1, way: 0 };
  let shown = new Set(rows);
  let order = rows;
  let all = rows.length <= MOST;

  const arrange = () => {
    const { at, way } = sorted;
    order = rows;
    if (way === 0) for (const { body, title, rows: members } of groups) body.append(...(title ? [title] : []), ...members);
    else {
      // Taken out of the page while rows move, so that browsers lay the table out once and not at every row.
      groups[0].body.remove();
      const cells = new Map(rows.map((row) => [row, cellOf(row, at)]));
      const filled = rows.filter((row) => !nothing(cells.get(row)));
      const numeric = filled.every((row) => NUMBER.test(cells.get(row)));
      const compare = numeric ? (a, b) => Number(a) - Number(b) : TEXTS.compare;
      filled.sort((a, b) => way * compare(cells.get(a), cells.get(b)));
      order = [...filled, ...rows.filter((row) => nothing(cells.get(row)))];
      groups[0].body.append(...order);
      table.tHead.after(groups[0].body);
    }
    heads.forEach((head, place) => head.setAttribute('aria-sort', place !== at || way === 0 ? 'none' : way > 0 ? 'ascending' : 'descending'));
    display();
  };
  const display = () => {
    let place = 0;
    for (const row of order) row.hidden = !shown.has(row) || (!all && ++place > MOST);
    for (const { title, rows: members } of groups) if (title) title.hidden = sorted.way !== 0 || members.every((row) => row.hidden);
    const cut = !all && shown.size > MOST;
    count.textContent = (shown.size < rows.length ? shown.size + ' of ' : '') + rows.length + ' ' + noun + (cut ? ', the first ' + MOST + ' shown' : '');
    more.hidden = !cut;
  };
  heads.forEach((head, at) => {
    const button = make('button', { type: 'button' }, ...head.childNodes);
    if (head.hasAttribute('aria-describedby')) {
      button.setAttribute('aria-describedby', head.getAttribute('aria-describedby'));
      head.removeAttribute('aria-describedby');
      head.removeAttribute('title');
    }
    button.addEventListener('click', () => {
      sorted = sorted.at !== at || sorted.way === 0 ? { at, way: 1 } : sorted.way === 1 ? { at, way: -1 } : { at: -1, way: 0 };
      arrange();
    });
    head.append(button);
    head.setAttribute('aria-sort', 'none');
  });

  const noun = table.dataset.noun;
  const input = make('input', { type: 'search', id: 'filter-' + number, spellcheck: false, autocomplete: 'off' });
  const count = make('output', { htmlFor: input.id });
  const more = make('button', { type: 'button' }, 'Show all');
  more.addEventListener('click', () => { all = true; display(); input.focus(); });
  const hint = make('small', { id: input.id + '-hint' }, 'shows rows that contain every word' + (names.includes('err') ? '; err>0.3 compares a column' : ''));
  input.setAttribute('aria-describedby', hint.id);
  const matches = (row, term) => {
    const [, name, sign, value] = /^([^<>=]+)(<=|>=|<|>|=)(.+)$/.exec(term) ?? [];
    const at = names.indexOf(name);
    if (at < 0) return words.get(row).includes(term);
    const cell = cellOf(row, at).toLowerCase();
    if (!NUMBER.test(plain(value))) return sign === '=' && cell === value;
    if (nothing(cell)) return false;
    const [left, right] = [Number(cell), Number(plain(value))];
    return sign === '<' ? left < right : sign === '>' ? left > right : sign === '<=' ? left <= right : sign === '>=' ? left >= right : left === right;
  };
  input.addEventListener('input', () => {
    const terms = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = new Set(rows.filter((row) => terms.every((term) => matches(row, term))));
    display();
  });
  const bar = make('div', { className: 'filter' }, make('label', { htmlFor: input.id }, 'Filter ' + noun), input, count, more, hint);
  (table.closest('.card') ?? table).before(bar);
  display();
});

// Figures: buttons save the picture and its numbers.
const save = (name, blob) => {
  const link = make('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
const picture = (svg) => {
  const copy = svg.cloneNode(true);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.querySelectorAll('.lit').forEach((spot) => spot.classList.remove('lit'));
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' });
};
const toPng = async (svg) => {
  const image = new Image();
  const url = URL.createObjectURL(picture(svg));
  image.src = url;
  await image.decode();
  const canvas = make('canvas', { width: 2 * svg.width.baseVal.value, height: 2 * svg.height.baseVal.value });
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
};
document.querySelectorAll('figure').forEach((figure) => {
  const svg = figure.querySelector('.drawn svg');
  if (!svg) return;
  const name = figure.closest('section').querySelector('h2, h3').id;
  const button = (format, blobOf) => {
    const each = make('button', { type: 'button', title: 'save as ' + format }, '↓ ' + format);
    each.addEventListener('click', async () => save(name + '.' + format.toLowerCase(), await blobOf()));
    return each;
  };
  const bar = make('div', { className: 'downloads' }, button('SVG', () => picture(svg)), button('PNG', () => toPng(svg)));
  if (figure.dataset.numbers) bar.append(button('CSV', () => new Blob([JSON.parse(figure.dataset.numbers)], { type: 'text/csv' })));
  figure.querySelector('.drawn').after(bar);
});

// One box shows meanings and values. It is hidden from screen readers, which find the same texts by reference.
const tip = make('div', { className: 'tip', hidden: true });
tip.setAttribute('aria-hidden', 'true');
const announced = make('div', { className: 'unseen' });
announced.setAttribute('role', 'status');
document.body.append(tip, announced);
let lit = null;
let leaving = 0;
const valueOf = (spot) => {
  const title = spot.querySelector('title');
  if (title) { spot.dataset.tip = title.textContent; title.remove(); } // otherwise the browser would show its own box, too
  return spot.dataset.tip;
};
const hide = () => { clearTimeout(leaving); tip.hidden = true; lit?.classList.remove('lit'); lit = null; };
const show = (target) => {
  clearTimeout(leaving);
  if (lit !== target) lit?.classList.remove('lit');
  lit = target;
  target.classList.add('lit');
  const meaning = target.getAttribute('aria-describedby');
  const source = meaning === null ? null : document.getElementById(meaning);
  if (meaning !== null && source === null) return;
  if (source) tip.replaceChildren(...source.cloneNode(true).childNodes);
  else tip.textContent = valueOf(target);
  tip.hidden = false;
  const box = target.getBoundingClientRect();
  const [width, height] = [tip.offsetWidth, tip.offsetHeight];
  const room = document.documentElement.clientWidth;
  const below = box.bottom + 8 + height <= innerHeight;
  tip.style.left = Math.max(8, Math.min(room - width - 8, box.left + box.width / 2 - width / 2)) + 'px';
  tip.style.top = Math.max(8, below ? box.bottom + 8 : box.top - height - 8) + 'px';
};
const TARGETS = '.symbol, thead button[aria-describedby], .spots circle';
const targetOf = (element) => (element instanceof Element ? element.closest(TARGETS) : null);
document.addEventListener('pointerover', ({ target }) => {
  const over = targetOf(target);
  if (over) show(over);
  else if (tip.contains(target)) clearTimeout(leaving);
  else if (!tip.hidden) { clearTimeout(leaving); leaving = setTimeout(hide, 200); }
});
document.addEventListener('focusin', ({ target }) => { const over = targetOf(target); if (over && over.matches(':focus-visible')) show(over); });
document.addEventListener('focusout', hide);
document.addEventListener('scroll', hide, { capture: true, passive: true });
document.addEventListener('click', (event) => { if (event.pointerType === 'touch' && event.target.closest?.('.symbol')) event.preventDefault(); });

// Keyboard: arrows step through a figure's values from left to right.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') return hide();
  const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined || !event.target.matches?.('figure .drawn') || event.altKey || event.ctrlKey || event.metaKey) return;
  const place = (spot, name) => Number(spot.getAttribute(name));
  const spots = [...event.target.querySelectorAll('.spots circle')].sort((a, b) => place(a, 'cx') - place(b, 'cx') || place(a, 'cy') - place(b, 'cy'));
  if (spots.length === 0) return;
  event.preventDefault();
  const at = spots.indexOf(lit);
  const next = spots[Math.max(0, Math.min(spots.length - 1, at < 0 && step < 0 ? (step === -1 ? spots.length - 1 : 0) : at + step))];
  const card = event.target.getBoundingClientRect();
  const box = next.getBoundingClientRect();
  if (box.left < card.left || box.right > card.right) event.target.scrollLeft += box.left - (card.left + card.right) / 2;
  requestAnimationFrame(() => requestAnimationFrame(() => { show(next); announced.textContent = valueOf(next); })); // after scrolling, which hides the box
});
})();`;
