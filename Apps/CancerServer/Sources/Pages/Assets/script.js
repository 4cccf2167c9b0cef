// What makes the pages more pleasant. Every one of them works without it; the words are in the pages.
'use strict';

const number = (text) => (/^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text.trim().replace(',', '.')) : NaN);

// Entry: a hint as soon as a field is left, or a value that has a hint is changed.
const values = document.getElementById('values');
if (values) {
  const inputs = [...values.querySelectorAll('.measure input')];
  const live = document.getElementById('live');

  const check = (input) => {
    const field = input.parentElement;
    const hint = field.querySelector('.hint');
    const text = input.value.trim();
    const value = number(text);
    const isWrong = text !== '' && Number.isNaN(value);
    const isOutside = value < Number(input.dataset.lower ?? -Infinity) || value > Number(input.dataset.upper ?? Infinity);
    hint.dataset.usual ??= hint.innerHTML;
    field.classList.toggle('outside', isOutside);
    if (isWrong) {
      input.setAttribute('aria-invalid', 'true');
      hint.textContent = values.dataset.wrong.replace('{text}', text);
    } else {
      input.removeAttribute('aria-invalid');
      field.querySelector('.problem')?.remove();
      hint.innerHTML = hint.dataset.usual;
      if (isOutside) hint.prepend(`${values.dataset.outside}: `);
    }
  };
  for (const input of inputs) {
    input.addEventListener('change', () => check(input));
    input.addEventListener('input', () => { if (input.hasAttribute('aria-invalid') || input.parentElement.classList.contains('outside')) check(input); });
    // A row pasted into any field fills the fields in the model's order: the numbers alone, or after an identifier and a diagnosis.
    input.addEventListener('paste', (event) => {
      const row = event.clipboardData.getData('text').trim();
      const separator = ['\t', ';', ','].find((mark) => row.split(mark).length >= inputs.length) ?? /\s+/;
      const numbers = row.split(separator).slice(-inputs.length);
      if (/[\r\n]/.test(row) || numbers.length < inputs.length || numbers.some((text) => Number.isNaN(number(text)))) return;
      event.preventDefault();
      numbers.forEach((text, i) => {
        const target = document.getElementById(`m${i}`);
        target.value = text.trim();
        check(target);
      });
      live.textContent = values.dataset.filled.replace('{n}', String(numbers.length));
    });
    if (input.value !== '' && !input.hasAttribute('aria-invalid')) check(input);
  }
}

// Entry: a file may be dropped; its name is said.
const rows = document.getElementById('rows');
if (rows) {
  const [drop, file, help] = ['drop', 'file', 'drop-help'].map((id) => document.getElementById(id));
  const say = () => { if (file.files.length) help.textContent = rows.dataset.chosen.replace('{name}', file.files[0].name); };
  file.addEventListener('change', say);
  for (const kind of ['dragover', 'dragleave', 'drop']) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle('over', kind === 'dragover');
      if (kind !== 'drop' || !event.dataTransfer.files.length) return;
      file.files = event.dataTransfer.files;
      say();
    });
  }
}

// List: headings sort what is there, without asking the server.
const table = document.querySelector('table[data-sortable]');
if (table) {
  const body = table.tBodies[0];
  const compare = {
    row: (a, b) => a.row - b.row,
    patient: (a, b) => (a.patient < b.patient ? -1 : a.patient > b.patient ? 1 : 0),
    probability: (a, b) => a.probability - b.probability,
    diagnosis: (a, b) => a.malignant - b.malignant,
  };
  const entry = (tr) => ({
    tr,
    failed: tr.classList.contains('failed'),
    row: Number(tr.dataset.row),
    patient: tr.dataset.patient,
    probability: Number(tr.dataset.probability),
    malignant: Number(tr.classList.contains('malignant')),
  });
  table.tHead.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-key]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const heading = link.parentElement;
    const { key } = link.dataset;
    const was = heading.getAttribute('aria-sort');
    const isDescending = was ? was === 'ascending' : key === 'probability' || key === 'diagnosis';
    for (const other of table.tHead.querySelectorAll('[aria-sort]')) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', isDescending ? 'descending' : 'ascending');
    const order = (a, b) => {
      if (key !== 'row' && a.failed !== b.failed) return a.failed - b.failed;
      const difference = key !== 'row' && a.failed ? 0 : compare[key](a, b);
      return (isDescending ? -difference : difference) || a.row - b.row;
    };
    body.append(...[...body.rows].map(entry).sort(order).map((row) => row.tr));
    const query = key === 'row' && !isDescending ? '' : `?sort=${key}${isDescending ? '&order=descending' : ''}`;
    history.replaceState(null, '', location.pathname + query);
  });
}
