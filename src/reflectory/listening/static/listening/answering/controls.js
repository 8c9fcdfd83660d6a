// What a page of questions can do with a script: show what an answer opens, sliders beside numbers, the triangle,
// words counted, places offered, one more round. Every question works without it.

const all = (within, what) => [...within.querySelectorAll(what)];
const numberOf = (text) => (text.trim() === "" || Number.isNaN(Number(text.replace(",", "."))) ? null : Number(text.replace(",", ".")));
const isGiven = (value) => !(value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length));

function valueOf(question) {
  if (question.matches(":disabled") || question.closest("fieldset:disabled")) return undefined;
  const kind = question.className.match(/kind-(\w+)/)[1];
  const ticked = all(question, "input:checked").map((one) => one.value);
  if (kind === "choice") return ticked[0] === "+other" ? { other: true } : ticked[0];
  if (kind === "scale") return ticked[0] === undefined || ticked[0] === "na" ? ticked[0] : Number(ticked[0]);
  if (kind === "choices" || kind === "matrix") return ticked;
  if (ticked[0] === "na") return "na";
  const texts = all(question, "input:not([type=radio], [type=checkbox], [type=range], [type=hidden]), select, textarea").map((one) => one.value);
  if (kind === "number" || kind === "dyad") return numberOf(texts[0] ?? "");
  if (kind === "ranking" || kind === "triad" || kind === "file") return texts.filter(Boolean);
  return (texts[0] ?? "").trim();
}

function holds(rule, look) {
  if (rule.all) return rule.all.every((part) => holds(part, look));
  if (rule.any) return rule.any.some((part) => holds(part, look));
  const given = look(rule.question);
  if ("answered" in rule) return isGiven(given) === Boolean(rule.answered);
  if (!isGiven(given)) return "is_not" in rule;
  if ("is" in rule) return given === rule.is;
  if ("is_not" in rule) return given !== rule.is_not;
  if ("includes" in rule) return Array.isArray(given) && given.includes(rule.includes);
  if ("at_least" in rule) return typeof given === typeof rule.at_least && given >= rule.at_least;
  return typeof given === typeof rule.at_most && given <= rule.at_most;
}

// A question of the same round first, then one that is asked once.
const finder = (form, place) => (key) => {
  const named = all(form, `.question[data-key="${key}"]`);
  const round = place.closest(".round");
  const found = named.find((one) => round && one.closest(".round") === round) ?? named.find((one) => !one.closest(".round"));
  return found && valueOf(found);
};

function wordsOf(form, place) {
  const key = place.dataset.said;
  const named = all(form, `.question[data-key="${key}"]`);
  const round = place.closest(".round");
  const found = named.find((one) => round && one.closest(".round") === round) ?? named.find((one) => !one.closest(".round"));
  if (!found) return null;
  const ticked = all(found, "input:checked").map((one) => one.labels[0]?.textContent.trim() ?? one.value);
  if (ticked.length) return ticked.join(", ");
  const text = found.querySelector("textarea, input:not([type=radio], [type=checkbox], [type=range], [type=hidden])");
  return text?.value.trim() || "…";
}

function refresh(form) {
  for (const branch of all(form, ".branch")) {
    const isOpen = holds(JSON.parse(branch.dataset.if), finder(form, branch));
    branch.hidden = !isOpen;
    branch.disabled = !isOpen;
  }
  for (const place of all(document, "[data-said]")) {
    const words = wordsOf(form, place);
    if (words !== null && place.textContent !== words) place.textContent = words;
  }
  for (const field of all(form, "[data-most-words]")) count(field);
}

function count(field) {
  let told = field.nextElementSibling;
  if (!told?.classList.contains("count")) {
    told = document.createElement("p");
    told.className = "count";
    field.after(told);
  }
  const n = field.value.trim() ? field.value.trim().split(/\s+/).length : 0;
  told.textContent = n ? `${n} / ${field.dataset.mostWords}` : "";
}

const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

function slide(range) {
  const field = document.getElementById(range.dataset.for);
  if (!field || !range.hidden) return;
  range.hidden = false;
  mirror(range, field);
  range.addEventListener("input", () => {
    field.value = range.value;
    const triad = range.closest("[data-triad]");
    if (triad) share(triad, field);
    changed(field);
  });
  field.addEventListener("input", () => { mirror(range, field); draw(range.closest("[data-triad]")); });
}

// Where nothing was given yet the slider stands in the middle, pale: it says nothing.
function mirror(range, field) {
  range.value = field.value === "" ? 50 : field.value;
  range.classList.toggle("is-unset", field.value === "");
}

const partsOf = (triad) => all(triad, "input[type=number]");

// The two that were not moved share what is left of a hundred, as they did before.
function share(triad, moved) {
  const others = partsOf(triad).filter((one) => one !== moved);
  const left = 100 - Number(moved.value);
  const sum = others.reduce((total, one) => total + Number(one.value), 0);
  const first = sum ? Math.round((left * Number(others[0].value)) / sum) : Math.round(left / 2);
  put(others[0], first);
  put(others[1], left - first);
}

function put(field, value) {
  field.value = value;
  const range = field.closest(".slide-both").querySelector("input[type=range]");
  if (range) mirror(range, field);
}

function draw(triad) {
  if (!triad) return;
  const [top, left, right] = partsOf(triad).map((one) => Math.max(0, Number(one.value)));
  const sum = top + left + right;
  const dot = triad.querySelector("circle");
  dot.classList.toggle("nowhere", !sum);
  dot.setAttribute("cx", sum ? (100 * top + 14 * left + 186 * right) / sum : 100);
  dot.setAttribute("cy", sum ? (14 * top + 163 * (left + right)) / sum : 113);
}

function tap(triad, event) {
  const box = triad.querySelector("svg").getBoundingClientRect();
  const x = ((event.clientX - box.left) * 200) / box.width;
  const y = ((event.clientY - box.top) * 180) / box.height;
  const top = Math.min(1, Math.max(0, (163 - y) / 149));
  const right = Math.min(1 - top, Math.max(0, (x - 14 - 86 * top) / 172));
  const fields = partsOf(triad);
  put(fields[0], Math.round(100 * top));
  put(fields[2], Math.min(100 - Number(fields[0].value), Math.round(100 * right)));
  put(fields[1], 100 - Number(fields[0].value) - Number(fields[2].value));
  draw(triad);
  changed(fields[0]);
}

let asking;
function offer(field) {
  clearTimeout(asking);
  const begun = field.value.trim();
  if (begun.length < 2) return;
  asking = setTimeout(async () => {
    try {
      const answer = await fetch(`${field.dataset.places}?q=${encodeURIComponent(begun)}`, { credentials: "omit" });
      const { places } = await answer.json();
      field.list.replaceChildren(...places.map((name) => Object.assign(document.createElement("option"), { value: name })));
    } catch { /* no line: the place is taken as it is written */ }
  }, 250);
}

function addRound(form, section) {
  const n = form.elements[`n.${section.dataset.repeated}`];
  const spare = section.querySelector("template");
  const next = Number(n.value) + 1;
  if (next > Number(section.dataset.most)) return;
  const made = document.createElement("div");
  made.innerHTML = spare.innerHTML.replaceAll("__n__", next);
  const round = made.firstElementChild;
  section.querySelector("[data-add]").before(round);
  n.value = next;
  section.querySelector("[data-add]").hidden = next >= Number(section.dataset.most);
  prepare(round);
  refresh(form);
  return round;
}

function prepare(within) {
  all(within, "input[type=range]").forEach(slide);
  all(within, "[data-triad]").forEach((triad) => {
    draw(triad);
    triad.querySelector("svg").addEventListener("click", (event) => tap(triad, event));
  });
}

// As many rounds as what is filled in again needs.
export function makeRounds(form, fields) {
  for (const [name, value] of fields) {
    const section = name.startsWith("n.") && form.querySelector(`[data-repeated="${name.slice(2)}"]`);
    while (section && Number(form.elements[name].value) < Number(value)) if (!addRound(form, section)) break;
  }
}

export function enliven(form) {
  prepare(form);
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset.places) offer(field);
    if (field.dataset.ticks && field.value) all(form, `[name="${field.dataset.ticks}"]`).find((one) => one.value === "+other").checked = true;
    refresh(form);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add]");
    if (!button) return;
    event.preventDefault();
    const round = addRound(form, button.closest("[data-repeated]"));
    round?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    changed(button);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=file])")) event.preventDefault();
  });
  refresh(form);
  return () => { all(form, "[data-triad]").forEach(draw); all(form, "input[type=range]").forEach((one) => mirror(one, document.getElementById(one.dataset.for))); refresh(form); };
}

export function letCopy(within) {
  const button = within.querySelector("[data-copy]");
  if (!button || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(within.querySelector("[data-receipt]").textContent.trim());
    button.textContent = button.dataset.done;
  });
}
