// Closes a fold of the bar when a person presses Escape or goes elsewhere. Other folds stay as they were left.

const FOLDS = ".bar details[open]";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const inner = [...document.querySelectorAll(FOLDS)].pop();
  if (!inner) return;
  inner.open = false;
  inner.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const fold of document.querySelectorAll(FOLDS)) {
    if (!fold.contains(event.target)) fold.open = false;
  }
});
