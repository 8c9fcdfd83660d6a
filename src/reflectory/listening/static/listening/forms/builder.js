// The builder works without this. With it, another kind of answer shows its fields at once, and what was unfolded
// stays unfolded when a button sends the page.

const form = document.querySelector("form.builder");
if (form) {
  for (const kind of form.querySelectorAll("select[data-shows]")) {
    const button = kind.parentElement.querySelector("button");
    button.hidden = true;
    kind.addEventListener("change", () => button.click());
  }
  form.addEventListener("submit", () => {
    form.querySelectorAll("input[name=opened]").forEach((one) => one.remove());
    for (const part of form.querySelectorAll("details[data-part][open]")) {
      const kept = document.createElement("input");
      Object.assign(kept, { type: "hidden", name: "opened", value: part.dataset.part });
      form.append(kept);
    }
  });
}
// A link to a question or a field unfolds what it stands in.
const unfold = () => {
  const there = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  for (let fold = there?.querySelector(":scope > details") ?? there?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
  if (there?.matches("input, select, textarea")) there.focus();
};
addEventListener("hashchange", unfold);
unfold();
