// What somebody types is kept on their phone with every change, sent as a draft every few seconds, and handed in as
// soon as there is a line. The page says which one is true: saved here, sent, received.
//
// The same number goes with it every time, so that the server stores it once however often it arrives. Drafts of
// anonymous answers never leave the phone. The server's side is in actions/answering.py.

import { enliven, letCopy, makeRounds } from "./controls.js";
import { forget, keep, load } from "./keeping.js";

const OWN = new Set(["ticket", "client", "n", "lang", "receipt"]);
const DRAFT_EVERY = 4000;
const PATIENCE = 30000;

const form = document.getElementById("answers");
const arrived = document.querySelector("[data-received]");

async function post(address, body, { json = false, alive = false } = {}) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PATIENCE);
  try {
    const answer = await fetch(address, {
      method: "POST", body, credentials: "omit", keepalive: alive, signal: limit.signal,
      headers: { Accept: "application/json", ...(json ? { "Content-Type": "application/json" } : {}) },
    });
    if (answer.status >= 500) return null;
    return await answer.json();
  } catch {
    return null;  // no line, or something in between that is not us
  } finally {
    clearTimeout(timer);
  }
}

function start() {
  const key = new URL(form.action, location.href).pathname;
  const words = form.dataset;
  const standing = document.getElementById("standing");
  const hand = form.querySelector("[data-hand]");
  const again = enliven(form);
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("reflectory-answers") : null;
  let record = null;
  let n = Number(form.elements.n.value);
  let sentN = n;
  let isHandingIn = false;
  let isSending = false;
  let isOver = false;
  let wait = 2000;

  const tell = (sentence) => { if (standing.textContent !== sentence) standing.textContent = sentence; };
  const typed = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OWN.has(name));
  const files = () => [...new FormData(form)].filter(([, value]) => value instanceof File && value.size).map(([name, file]) => ({ name, file }));

  async function save({ handing = false } = {}) {
    record = {
      client: form.elements.client.value, ticket: form.elements.ticket.value, n, sentN, lang: form.elements.lang.value,
      fields: typed(), files: files(), handing,
    };
    const isKept = await keep(key, record);
    form.querySelector("[data-clear]").hidden = !isKept;
    if (!handing) tell(isKept ? words.here : words.notKept);
    channel?.postMessage({ key });
    return isKept;
  }

  function fill(fields, keptFiles = []) {
    makeRounds(form, fields);
    // What an answer opens is there only once that answer is; so branches are opened, filled, and looked at again.
    form.querySelectorAll(".branch").forEach((one) => { one.disabled = false; });
    const byName = Map.groupBy ? Map.groupBy(fields, ([name]) => name) : fields.reduce((map, pair) => map.set(pair[0], [...(map.get(pair[0]) ?? []), pair]), new Map());
    for (const field of form.elements) {
      if (!field.name || OWN.has(field.name) || field === document.activeElement) continue;
      const values = (byName.get(field.name) ?? []).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (field.type === "file") put(field, keptFiles);
      else if (field.type !== "hidden" && field.tagName !== "BUTTON" && field.tagName !== "FIELDSET" && values.length) [field.value] = values;
      else if (field.matches("input:not([type=hidden]), textarea, select")) field.value = "";
    }
    again();
  }

  function put(field, keptFiles) {
    const mine = keptFiles.filter((one) => one.name === field.name);
    if (!mine.length || field.files.length) return;
    const carried = new DataTransfer();
    for (const { file } of mine) carried.items.add(file);
    field.files = carried.files;
  }

  function adopt(kept) {
    n = kept.n;
    form.elements.n.value = n;
    form.elements.client.value = kept.client;
    form.elements.ticket.value = kept.ticket;
  }

  // Words that were typed here and never arrived, where another device of the same person has sent newer ones.
  function addTo(fields) {
    for (const [name, value] of fields) {
      const field = form.elements[name];
      if (!(field instanceof HTMLTextAreaElement) || !value.trim() || field.value.includes(value)) continue;
      field.value = field.value ? `${field.value}\n\n${value}` : value;
    }
    again();
  }

  async function sendDraft({ alive = false } = {}) {
    if (!words.draft || isHandingIn || isOver || isSending || !record || sentN >= n) return;
    isSending = true;
    const sending = n;
    const body = JSON.stringify({ ticket: record.ticket, n: sending, language: record.lang, fields: record.fields });
    const told = await post(words.draft, body, { json: true, alive: alive && body.length < 60000 });
    isSending = false;
    if (isHandingIn || isOver || !told) return;
    if (told.state === "sent") {
      sentN = sending;
      if (n === sending) { await keep(key, { ...record, sentN }); tell(words.sent); }
    } else if (told.state === "older") tell(words.elsewhere);
    else if (told.told) tell(told.told);
  }

  async function handIn() {
    if (isSending && !isHandingIn) { setTimeout(handIn, 200); return; }
    isHandingIn = true;
    hand.disabled = true;
    const body = record.files.length ? new FormData() : new URLSearchParams();
    for (const [name, value] of [["ticket", record.ticket], ["client", record.client], ["n", String(record.n)], ["lang", record.lang], ...record.fields]) body.append(name, value);
    for (const { name, file } of record.files) body.append(name, file, file.name);
    const told = await post(words.handIn, body);
    if (!told) {
      tell(words.waiting);
      setTimeout(() => { if (isHandingIn && !isOver) handIn(); }, wait);
      wait = Math.min(wait * 2, 60000);
      return;
    }
    if (told.state === "again" && told.ticket) {
      record.ticket = form.elements.ticket.value = told.ticket;
      await handIn();
      return;
    }
    if (told.state === "received") { await received(told.receipt); return; }
    isHandingIn = false;
    hand.disabled = false;
    await keep(key, { ...record, handing: false, posted: record.n });
    if (told.told) { tell(told.told); return; }
    // The server says what is to be mended, on a page of its own, with everything that was typed.
    form.action = words.handIn;
    form.submit();
  }

  async function received(receipt) {
    isOver = true;
    await forget(key);
    channel?.postMessage({ key, isReceived: true });
    const main = document.getElementById("main");
    const shown = document.createElement("div");
    shown.append(document.getElementById("received").content.cloneNode(true));
    shown.querySelector("[data-receipt]").textContent = receipt || "–";
    main.replaceChildren(shown);
    document.querySelector(".languages")?.remove();
    history.replaceState(null, "", words.handIn);
    const heading = shown.querySelector("h1");
    document.title = heading.textContent;
    letCopy(shown);
    scrollTo(0, 0);
    heading.focus();
  }

  let saving;
  form.addEventListener("input", () => {
    n += 1;
    form.elements.n.value = n;
    clearTimeout(saving);
    saving = setTimeout(save, 250);
  });
  form.addEventListener("submit", async (event) => {
    const by = event.submitter;
    if (by?.matches("[data-save]") && !navigator.onLine) {
      event.preventDefault();
      await save();
    }
    // The page that comes back holds all of this: it is not another device's.
    if (!event.defaultPrevented && !by?.matches("[data-hand]") && record) keep(key, { ...record, fields: typed(), n, posted: n });
    if (!by?.matches("[data-hand]")) return;
    event.preventDefault();
    clearTimeout(saving);
    if (isHandingIn) return;
    isHandingIn = true;
    hand.disabled = true;
    await save({ handing: true });
    wait = 2000;
    await handIn();
  });
  form.querySelector("[data-clear]").addEventListener("click", async () => {
    isOver = true;
    clearTimeout(saving);
    await forget(key);
    location.assign(`${key}#cleared`);
    if (location.pathname === key) location.reload();
  });
  addEventListener("online", () => { if (isHandingIn && !isOver) { wait = 2000; handIn(); } else sendDraft(); });
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState !== "hidden" || isOver || isHandingIn || n === (record?.n ?? Number(form.elements.n.defaultValue))) return;
    await save();
    sendDraft({ alive: true });
  });
  setInterval(sendDraft, DRAFT_EVERY);
  channel?.addEventListener("message", async ({ data }) => {
    if (data.key !== key || isOver || isHandingIn) return;
    if (data.isReceived) {
      isOver = true;
      hand.disabled = true;
      tell(words.received);
      return;
    }
    const kept = await load(key);
    if (!kept || kept.n <= n) return;
    adopt(kept);
    record = kept;
    fill(kept.fields, kept.files);
    tell(words.here);
  });

  async function begin() {
    const kept = await load(key);
    if (location.hash === "#cleared") { history.replaceState(null, "", key); tell(words.cleared); }
    if (!kept) return;
    form.querySelector("[data-clear]").hidden = false;
    if (kept.handing || kept.n > n) {
      adopt(kept);
      sentN = kept.sentN ?? 0;
      record = kept;
      fill(kept.fields, kept.files);
      tell(words.restored);
      if (kept.handing) { isHandingIn = true; await handIn(); }
      return;
    }
    if (kept.n < n && kept.posted !== kept.n && (kept.sentN ?? 0) < kept.n) { addTo(kept.fields); tell(words.elsewhere); }
    await keep(key, { ...kept, n, sentN: n, client: form.elements.client.value, ticket: form.elements.ticket.value, fields: typed() });
  }
  begin();
  document.querySelector(".summary")?.focus();
}

if (form && "changes" in form.dataset) enliven(form);
else if (form) start();
if (arrived) {
  const key = location.pathname.replace(/received\/$/, "");
  forget(key);
  letCopy(arrived);
}
