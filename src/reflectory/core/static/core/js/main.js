// Refines pages that work without it. Each module looks for its own attribute and leaves the rest alone.

import "./keep.js";
import "./rows.js";
import "./menus.js";

// A choice is made at once; words are finished with Enter or the button.
document.addEventListener("change", (event) => {
  if (!event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) return;
  event.target.closest("form[data-submit-on-change]")?.requestSubmit();
});
document.querySelector(".error-summary")?.focus();
