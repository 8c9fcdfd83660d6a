// Narrows a table that is wholly on the page while a person types: <input data-filter-rows="id-of-table">.
// The count beside it is an element with data-count-of="id-of-table" and its sentence in data-sentence ("{shown} of {all}").

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

for (const input of document.querySelectorAll("input[data-filter-rows]")) {
  const id = input.dataset.filterRows;
  const rows = [...document.querySelectorAll(`#${CSS.escape(id)} > tbody > tr`)];
  const texts = rows.map((row) => plain(row.textContent));
  const count = document.querySelector(`[data-count-of="${CSS.escape(id)}"]`);
  input.addEventListener("input", () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      row.hidden = !words.every((word) => texts[i].includes(word));
      shown += !row.hidden;
    });
    if (count) count.textContent = count.dataset.sentence.replace("{shown}", shown).replace("{all}", rows.length);
  });
}
