(() => {
  "use strict";
  const words = document.body.dataset;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const glance = document.querySelector("table[data-glance]");
  const themes = all("section[data-theme]");

  // Copy a quote with its reference.
  const icon = '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">' +
    '<rect x="8" y="8" width="14" height="14" rx="2"/><path d="M4 16c-1.100 0-2-.9-2-2V4c0-1.100.9-2 2-2h10c1.100 0 2 .9 2 2"/></svg>';
  const said = make("p", { className: "skip" });
  said.setAttribute("role", "status");
  document.body.append(said);
  const copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", { value: text, readOnly: true });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  for (const caption of all(".quoted figcaption")) {
    const button = make("button", { type: "button", className: "copy" });
    button.innerHTML = icon;
    const label = make("span", { textContent: words.copy });
    button.append(label);
    button.setAttribute("aria-label", `${words.copy}: ${caption.textContent.trim()}`);
    button.addEventListener("click", async () => {
      const quote = caption.parentElement.querySelector("blockquote").textContent.trim();
      await copyText(`“${quote}”\n${caption.dataset.reference}`);
      button.focus();
      label.textContent = said.textContent = words.copied;
      setTimeout(() => { label.textContent = words.copy; said.textContent = ""; }, 2000);
    });
    caption.append(button);
  }

  // Open and close every detail; filter the themes by a word.
  if (glance) {
    const tools = make("div", { className: "tools" });
    const box = make("div", {});
    const input = make("input", { type: "search", id: "filter", autocomplete: "off" });
    const label = make("label", { textContent: words.filter });
    label.htmlFor = "filter";
    box.append(label, input);
    const open = make("button", { type: "button", textContent: words.open });
    const close = make("button", { type: "button", textContent: words.close });
    const folds = (state) => all("main details").forEach((fold) => { fold.open = state; });
    open.addEventListener("click", () => folds(true));
    close.addEventListener("click", () => folds(false));
    const status = make("p", {});
    status.setAttribute("role", "status");
    tools.append(box, open, close, status);
    glance.closest(".table").before(tools);

    const plainly = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const searched = new Map(themes.map((theme) => [theme, plainly(
      [theme.dataset.theme, ...all("blockquote", theme).map((quote) => quote.textContent)].join(" "))]));
    const rows = new Map(all("tbody tr:not(.group)", glance).map((row) => [row.querySelector("a").hash.slice(1), row]));
    const reminder = make("p", { className: "para-note", hidden: true });
    const clear = make("button", { type: "button", textContent: words.clear });
    const told = make("span", {});
    reminder.append(told, " ", clear);
    themes[0].before(reminder);
    const filter = () => {
      const wanted = plainly(input.value.trim());
      let shown = 0;
      for (const theme of themes) {
        const fits = searched.get(theme).includes(wanted);
        theme.hidden = !fits;
        rows.get(theme.id)?.toggleAttribute("hidden", !fits);
        shown += fits;
      }
      for (const body of glance.tBodies) {
        body.hidden = !all("tr:not(.group)", body).some((row) => !row.hidden);
      }
      status.textContent = wanted === "" ? "" :
        shown ? words.shown.replace("{n}", shown).replace("{all}", themes.length) : words.none;
      told.textContent = status.textContent;
      reminder.hidden = wanted === "";
    };
    input.addEventListener("input", filter);
    clear.addEventListener("click", () => { input.value = ""; filter(); input.focus(); });
    // A link to a theme that the filter hides shows it again.
    addEventListener("hashchange", () => {
      const goal = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (goal?.closest("[hidden]")) { input.value = ""; filter(); goal.scrollIntoView(); }
    });
  }

  // Sort the themes; a sorted table leaves its groups behind.
  for (const head of all("th[data-sortable]")) {
    const button = make("button", { type: "button", textContent: head.textContent });
    head.replaceChildren(button);
    head.closest("thead").classList.add("sorts");
    button.addEventListener("click", () => {
      const table = head.closest("table");
      const place = [...head.parentElement.children].indexOf(head);
      const numbers = (row) => row.children[place].dataset.sort;
      const first = Number.isNaN(Number(numbers(table.querySelector("tbody tr:not(.group)")))) ? 1 : -1;
      const before = head.getAttribute("aria-sort");
      const way = before === null ? first : before === "ascending" ? -1 : 1;
      const compare = (one, other) => {
        const [a, b] = [numbers(one), numbers(other)];
        return way * (Number.isNaN(Number(a)) ? a.localeCompare(b) : a - b);
      };
      const rows = all("tbody tr:not(.group)", table).sort(compare);
      all("tr.group", table).forEach((row) => row.remove());
      const body = table.tBodies[0];
      body.hidden = false;
      body.append(...rows);
      [...table.tBodies].slice(1).forEach((empty) => empty.remove());
      all("th[aria-sort]", table).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
    });
  }

  // Show on the thread where the reader is.
  const stations = new Map(all(".thread.wide a").map((link) => [link.hash.slice(1), link]));
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      stations.forEach((link) => link.removeAttribute("aria-current"));
      stations.get(entry.target.id)?.setAttribute("aria-current", "location");
    }
  }, { rootMargin: "-20% 0px -75% 0px" });
  all("section.level-2").forEach((part) => watch.observe(part));
})();
