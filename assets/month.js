// Arrow keys in the table of a month. Without this file Tab goes through the cells that do something; with it the table is one
// stop of the Tab key, and the arrows, Home, End and Page up and down go from cell to cell.
'use strict';

(() => {
  const table = document.getElementById('tableau');
  if (!table) return;
  const rows = Array.from(table.querySelectorAll('tbody tr:not(.part)'), (row) => Array.from(row.cells));
  const stop = (cell) => cell.querySelector('a') || cell;
  for (const row of rows) {
    for (const cell of row) {
      cell.querySelectorAll('a').forEach((link) => link.setAttribute('tabindex', '-1'));
      if (!cell.querySelector('a')) cell.setAttribute('tabindex', '-1');
    }
  }
  const help = document.getElementById('touches');
  if (help) help.hidden = false;

  let here = null;
  const enter = (cell) => {
    if (here) stop(here).setAttribute('tabindex', '-1');
    here = cell;
    stop(cell).setAttribute('tabindex', '0');
  };
  const place = (cell) => {
    const row = rows.findIndex((cells) => cells.includes(cell));
    return [row, row < 0 ? -1 : rows[row].indexOf(cell)];
  };
  const today = table.querySelector('tbody td.today');
  if (rows.length && rows[0].length > 1) enter(today || rows[0][1]);

  table.addEventListener('focusin', (event) => {
    const cell = event.target.closest('td, th');
    if (cell && place(cell)[0] >= 0) {
      if (here !== cell) enter(cell);
      if (event.target !== stop(cell) && event.target.matches('a')) {
        stop(cell).setAttribute('tabindex', '-1');
        event.target.setAttribute('tabindex', '0');
      }
    }
  });

  table.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const cell = event.target.closest('td, th');
    const [row, column] = cell ? place(cell) : [-1, -1];
    if (row < 0) return;
    const links = Array.from(cell.querySelectorAll('a'));
    const at = links.indexOf(event.target);
    let [y, x] = [row, column];
    switch (event.key) {
      // A cell with several links is gone through first.
      case 'ArrowRight': if (at >= 0 && at < links.length - 1) { links[at + 1].focus(); event.preventDefault(); return; } x += 1; break;
      case 'ArrowLeft': if (at > 0) { links[at - 1].focus(); event.preventDefault(); return; } x -= 1; break;
      case 'ArrowDown': y += 1; break;
      case 'ArrowUp': y -= 1; break;
      case 'Home': x = 0; break;
      case 'End': x = rows[row].length - 1; break;
      case 'PageDown': y = Math.min(y + 10, rows.length - 1); break;
      case 'PageUp': y = Math.max(y - 10, 0); break;
      default: return;
    }
    const next = rows[y] && rows[y][Math.min(x, rows[y].length - 1)];
    if (x < 0 || !next) return;
    event.preventDefault();
    enter(next);
    stop(next).focus();
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
})();
