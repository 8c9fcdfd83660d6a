// Keeps what a person typed into <form data-keep="name"> on their device until the server has it.
//
// A form counts as received when the next page was reached from it and shows no errors. A lost connection is not
// that, so the words are there when the person comes back. A field whose value the server has changed meanwhile is
// not overwritten: the kept words are shown beside it. Signing out forgets everything that was kept.

const PREFIX = "reflectory:kept:";
const SILENT = new Set(["password", "hidden", "file", "submit", "button", "reset", "radio", "checkbox"]);

const read = (key) => {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
};
const write = (key, value) => {
  try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or refused: the form still works */ }
};
const allKeys = () => {
  try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; }
};
const keyOf = (form) => `${PREFIX}${location.pathname}:${form.dataset.keep}`;
const fieldsOf = (form) => [...form.elements].filter(
  (field) => field.name && "value" in field && field.tagName !== "SELECT" && field.tagName !== "BUTTON" && !SILENT.has(field.type),
);

function forgetReceived() {
  const from = document.referrer && new URL(document.referrer).origin === location.origin
    ? new URL(document.referrer).pathname : null;
  const hasErrors = document.querySelector(".error-summary, [aria-invalid='true']") !== null;
  const [navigation] = performance.getEntriesByType("navigation");
  const cameForward = !navigation || navigation.type === "navigate";
  for (const key of allKeys()) {
    const kept = read(key);
    if (kept?.sentFrom && kept.sentFrom === from && !hasErrors && cameForward) localStorage.removeItem(key);
  }
}

function tell(form, sentence, lost, forget) {
  const words = document.getElementById("kept-words");
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = sentence;
  notice.append(text);
  for (const [label, value] of lost) {
    const line = document.createElement("p");
    line.textContent = `${label}: ${value}`;
    notice.append(line);
  }
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words.dataset.discard;
  button.addEventListener("click", () => { forget(); notice.remove(); form.querySelector("input, textarea")?.focus(); });
  notice.append(button);
  form.prepend(notice);
}

function restore(form, key) {
  const kept = read(key);
  if (!kept) return;
  const filled = [];
  const lost = [];
  for (const field of fieldsOf(form)) {
    const one = kept.fields[field.name];
    if (!one || one.value === field.value) continue;
    if (one.before === field.defaultValue && field.value === field.defaultValue) {
      field.value = one.value;
      filled.push(field);
    } else {
      lost.push([field.labels?.[0]?.textContent.trim() ?? field.name, one.value]);
    }
  }
  if (!filled.length && !lost.length) return;
  const words = document.getElementById("kept-words").dataset;
  tell(form, lost.length ? words.differs : words.restored, lost, () => {
    for (const field of filled) field.value = field.defaultValue;
    localStorage.removeItem(key);
  });
}

function keep(form, key, sentFrom) {
  // What stood there first is remembered over a page that came back with errors and the typed words in it.
  const earlier = read(key)?.fields ?? {};
  const fields = {};
  for (const field of fieldsOf(form)) {
    const before = earlier[field.name]?.before ?? field.defaultValue;
    if (field.value !== before) fields[field.name] = { value: field.value, before };
  }
  if (Object.keys(fields).length) write(key, { fields, sentFrom });
  else localStorage.removeItem(key);
}

forgetReceived();
for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = keyOf(form);
  restore(form, key);
  form.addEventListener("input", () => keep(form, key, null));
  form.addEventListener("submit", () => keep(form, key, location.pathname));
  // Back on this page: whatever was sent may not have arrived.
  addEventListener("pageshow", () => {
    const kept = read(key);
    if (kept?.sentFrom) write(key, { ...kept, sentFrom: null });
  });
}
for (const form of document.querySelectorAll("form[data-forget-kept]")) {
  form.addEventListener("submit", () => allKeys().forEach((key) => localStorage.removeItem(key)));
}
