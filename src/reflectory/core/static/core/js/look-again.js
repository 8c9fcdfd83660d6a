// A part of a page that changes while somebody looks (a run under way, a board) is shown anew once it has changed.

const EVERY = 2000;
const here = document.querySelector("[data-look-again]");

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = page.querySelector("[data-look-again]");
    if (!there) return location.reload();
    if (there.textContent !== here.textContent) here.replaceChildren(...there.childNodes);
  } catch {
    // No connection for the moment: the next look may find one.
  }
  setTimeout(look, EVERY);
}

if (here) setTimeout(look, EVERY);
