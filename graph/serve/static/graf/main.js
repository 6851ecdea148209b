// The graph page: every state has an address, and the server draws it. Following a link inside the page
// fetches the next state and puts its parts in place of the old ones, so that focus, scroll and zoom stay.
// Text is never built here: what comes in was escaped by the server and is taken over as parsed nodes.
import { walk } from "./keys.js";
import { Viewport } from "./viewport.js";
import { paint } from "./canvas.js";

document.documentElement.classList.add("skript");
const graf = document.getElementById("graf");
const frame = document.getElementById("ram");
const viewport = new Viewport(frame);
let asked = 0;

function dress() {
  const canvas = paint(frame, viewport);
  if (!canvas) viewport.dress(document.getElementById("bild"));
  walk(frame, canvas);
  const search = document.getElementById("graf-sok");
  if (search && search.value) mark(search.value);
}

async function go(address, { push = true, near = null } = {}) {
  const mine = ++asked;
  graf.setAttribute("aria-busy", "true");
  let text;
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    text = await answer.text();
  } catch {
    location.assign(address); // the server says what is wrong
    return;
  }
  if (mine !== asked) return; // a later question was asked meanwhile
  const next = new DOMParser().parseFromString(text, "text/html");
  if (!next.getElementById("graf")) {
    location.assign(address);
    return;
  }
  const view = graf.dataset.vy;
  swap(next);
  const canonical = graf.dataset.adress;
  if (push && canonical !== location.pathname + location.search) history.pushState(null, "", canonical);
  else history.replaceState(null, "", canonical);
  document.title = next.title;
  graf.removeAttribute("aria-busy");
  if (view !== graf.dataset.vy) frame.scrollTo(0, 0);
  dress();
  showChosen(view !== graf.dataset.vy);
  if (near) focusAgain(near);
}

/** Put the parts of the next state in place of the old ones, keeping what is open and what has focus. */
function swap(next) {
  const active = document.activeElement;
  const focus = active && graf.contains(active) ? { id: active.id, name: active.name, value: active.value } : null;
  const open = new Map(Array.from(graf.querySelectorAll("details[id]"), (one) => [one.id, one.open]));
  for (const old of document.querySelectorAll("[data-byt]")) {
    const fresh = next.getElementById(old.id);
    if (!fresh) continue;
    for (const name of ["class", "hidden", "data-vy", "data-adress"]) {
      if (fresh.hasAttribute(name)) old.setAttribute(name, fresh.getAttribute(name));
      else old.removeAttribute(name);
    }
    if (old === graf) continue;
    if (old.id === "status" && old.textContent === fresh.textContent) continue; // do not say it again
    old.replaceChildren(...Array.from(fresh.childNodes, (node) => document.importNode(node, true)));
  }
  for (const one of graf.querySelectorAll("details[id]")) if (open.has(one.id)) one.open = open.get(one.id);
  if (!focus) return;
  const again = focus.id
    ? document.getElementById(focus.id)
    : Array.from(graf.querySelectorAll("input")).find((i) => i.name === focus.name && i.value === focus.value);
  if (again) again.focus({ preventScroll: true });
}

function focusAgain(id) {
  const node = document.getElementById(id);
  if (node) node.focus({ preventScroll: true });
}

/** Scroll the chosen thing into sight when it is not there; all around it when there is room. */
function showChosen(moved) {
  const chosen = frame.querySelector(".nod.vald");
  if (!chosen) {
    // A network has its beginning in the middle.
    if (moved && graf.dataset.vy === "natverk") frame.scrollTo((frame.scrollWidth - frame.clientWidth) / 2, (frame.scrollHeight - frame.clientHeight) / 2);
    return;
  }
  const box = frame.getBoundingClientRect(), at = chosen.getBoundingClientRect();
  const inside = at.left >= box.left + 8 && at.right <= box.right - 8 && at.top >= box.top + 34 && at.bottom <= box.bottom - 8;
  if (inside && !moved) return;
  frame.scrollBy(at.left + at.width / 2 - box.left - box.width / 2, at.top + at.height / 2 - box.top - box.height / 2);
}

/** Return the address that the filter's form asks for. */
function asks(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) query.append(name, value);
  for (const [name, value] of Array.from(query)) if (name === "sok" && !value) query.delete("sok");
  return `${form.getAttribute("action")}?${query}`;
}

const plain = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

graf.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || !plain(event) || !(link.hasAttribute("data-ga") || link.classList.contains("nod"))) {
    if (event.target.closest("#kopiera")) copy(event.target.closest("#kopiera"));
    return;
  }
  event.preventDefault();
  if (viewport.dragged) return;
  const again = link.classList.contains("vald") ? document.querySelector("#panel .stang") : null;
  if (again) return; // a second click on the chosen one is the first half of a double click
  go(link.getAttribute("href"), { near: link.classList.contains("nod") ? link.id : null });
});
frame.addEventListener("dblclick", (event) => {
  const node = event.target.closest("a.nod");
  if (!node || graf.dataset.vy === "naromrade") return;
  event.preventDefault();
  const address = new URL(location.href);
  address.searchParams.set("vy", "naromrade");
  address.searchParams.set("nod", node.dataset.nod);
  go(address.pathname + address.search, { near: node.id });
});
// The whole name of what the pointer rests on; a name for each thing from the start would cost more.
frame.addEventListener("pointerover", (event) => {
  const node = event.target.closest("svg a.nod");
  if (!node || node.querySelector("title")) return;
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = node.getAttribute("aria-label");
  node.prepend(title);
});
graf.addEventListener("change", (event) => {
  const form = event.target.closest("form");
  if (form && event.target.type !== "search") go(asks(form), { push: false });
});
let typing = 0;
graf.addEventListener("input", (event) => {
  if (event.target.id !== "graf-sok") return;
  clearTimeout(typing);
  typing = setTimeout(() => mark(event.target.value), 80);
});
graf.addEventListener("submit", (event) => {
  event.preventDefault();
  go(asks(event.target));
});

/** Show while somebody types which of the drawn things have these words in their names. */
function mark(text) {
  const words = text.toLocaleLowerCase("sv").split(/\s+/).filter(Boolean);
  for (const node of frame.querySelectorAll(".nod")) {
    const name = (node.getAttribute("aria-label") || "").toLocaleLowerCase("sv");
    node.classList.toggle("traff", words.length > 0 && words.every((word) => name.includes(word)));
  }
}

async function copy(button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = "Länken är kopierad";
  } catch {
    button.textContent = "Kopiera adressen i adressfältet";
  }
  setTimeout(() => { button.textContent = before; }, 2500);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
  const writing = event.target.closest && event.target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea");
  if (event.key === "Escape") {
    const save = document.getElementById("spara");
    if (save && save.open) { save.open = false; save.querySelector("summary").focus(); return; }
    const close = document.querySelector("#panel .stang");
    if (close && !writing) {
      event.preventDefault();
      const chosen = frame.querySelector(".nod.vald");
      go(close.getAttribute("href"), { near: chosen ? chosen.id : null });
    }
  } else if (!writing && ["+", "-", "0"].includes(event.key)) {
    if (viewport.key(event.key)) event.preventDefault();
  }
});
document.addEventListener("click", (event) => {
  const save = document.getElementById("spara");
  if (save && save.open && !save.contains(event.target)) save.open = false;
});
window.addEventListener("popstate", () => go(location.pathname + location.search, { push: false }));

// On a narrow screen the filters would stand in the way of what they filter.
if (matchMedia("(max-width:46rem)").matches) document.getElementById("filter-mer").open = false;
dress();
showChosen(true);
graf.dataset.klar = "ja";
performance.mark("graf-klar");
