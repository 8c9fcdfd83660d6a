// Saves the notes of an interview every few seconds while somebody types, and always says whether they are saved.
//
// The page works without it: the button saves the same. What could not be sent is sent again when the line is back.

const EVERY = 3000;
const form = document.querySelector("form[data-autosave]");
const told = document.getElementById("saved");
let isChanged = false;
let isSending = false;

const say = (words) => { if (told.textContent !== words) told.textContent = words; };

form.addEventListener("input", (event) => {
  isChanged = true;
  const key = event.target.name?.startsWith("notes-") ? event.target.name.slice("notes-".length) : null;
  const unasked = key && form.querySelector(`[name="${CSS.escape(`state-${key}`)}"][value="not_asked"]`);
  // Whoever notes an answer has asked.
  if (unasked?.checked && event.target.value.trim()) {
    form.querySelector(`[name="${CSS.escape(`state-${key}`)}"][value="answered"]`).checked = true;
  }
  say(form.dataset.waiting);
});

async function save() {
  if (!isChanged || isSending) return;
  isChanged = false;
  isSending = true;
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error",
    });
    const found = await answer.json();
    for (const [key, version] of Object.entries(found.versions ?? {})) {
      const field = form.elements[`version-${key}`];
      if (field) field.value = version;
    }
    if (!isChanged) say(found.refused ?? found.said);
  } catch {
    isChanged = true;
    say(form.dataset.failed);
  } finally {
    isSending = false;
  }
}

setInterval(save, EVERY);
addEventListener("online", save);
document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
addEventListener("beforeunload", (event) => { if (isChanged && !isSending) event.preventDefault(); });
form.addEventListener("submit", () => { isChanged = false; });
