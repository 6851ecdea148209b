// What every page has: search as you type, tables that sort and filter, places in the address kept.

const field = document.getElementById("sok");
const list = document.getElementById("sokforslag");

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});

let asked = 0;
let timer = 0;

function close() {
  list.hidden = true;
  list.replaceChildren();
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function suggestion(hit, nth) {
  const link = document.createElement("a");
  link.href = hit.adress;
  link.id = `forslag-${nth}`;
  link.setAttribute("role", "option");
  link.setAttribute("tabindex", "-1");
  link.setAttribute("aria-selected", "false");
  const name = document.createElement("span");
  name.textContent = hit.annat ? `${hit.namn} (${hit.annat})` : hit.namn;
  const kind = document.createElement("span");
  kind.className = "soft small";
  kind.textContent = hit.slag;
  link.append(name, kind);
  return link;
}

// Without a server the names lie in a file of their own; the rank is that of the server.
function among(names, text) {
  const wanted = text.toLocaleLowerCase("sv").split(/\s+/).join(" ");
  const words = wanted.split(" ");
  const rank = (name) => {
    const low = name.toLocaleLowerCase("sv");
    if (low === wanted) return 0;
    if (low.startsWith(wanted)) return 1;
    if (low.includes(` ${wanted}`)) return 2;
    return words.every((word) => low.includes(word)) ? 3 : 9;
  };
  const root = document.querySelector("script[data-rot]").dataset.rot;
  return names
    .map((one) => ({ one, rank: Math.min(...[one.namn, ...one.andra].map(rank)) }))
    .filter((found) => found.rank < 9)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, 10)
    .map(({ one }) => ({ ...one, adress: `${root}/${one.adress}`, annat: "" }));
}

async function suggest() {
  const text = field.value.trim();
  const mine = ++asked;
  if (!text) return close();
  if (window.samverkanNamn) return offer(among(window.samverkanNamn, text));
  const answer = await fetch(`/sok.json?q=${encodeURIComponent(text)}`);
  if (!answer.ok || mine !== asked) return;
  const hits = await answer.json();
  if (mine === asked) offer(hits);
}

function offer(hits) {
  list.replaceChildren(...hits.map(suggestion));
  list.hidden = hits.length === 0;
  field.setAttribute("aria-expanded", String(hits.length > 0));
}

function move(step) {
  const links = [...list.children];
  const now = links.findIndex((link) => link.getAttribute("aria-selected") === "true");
  const next = (now + step + links.length + (now < 0 && step < 0 ? 1 : 0)) % links.length;
  links.forEach((link, nth) => link.setAttribute("aria-selected", String(nth === next)));
  field.setAttribute("aria-activedescendant", links[next].id);
  links[next].scrollIntoView({ block: "nearest" });
}

if (field && list) {
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Förslag");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 80);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Enter") {
      const chosen = list.querySelector("[aria-selected=true]");
      if (chosen) {
        event.preventDefault();
        location.href = chosen.href;
      }
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".sok")) close();
  });
}

// --- tables --------------------------------------------------------------------------------

const order = new Intl.Collator("sv", { numeric: true });

function value(row, column) {
  return row.cells[column].textContent.trim();
}

function sort(table, column, header) {
  const rising = header.getAttribute("aria-sort") !== "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", rising ? "ascending" : "descending");
  const rows = [...table.tBodies[0].rows];
  rows.sort((a, b) => order.compare(value(a, column), value(b, column)) * (rising ? 1 : -1));
  table.tBodies[0].append(...rows);
}

function sortable(table) {
  [...table.tHead.rows[0].cells].forEach((header, column) => {
    if (header.textContent === "Belägg") return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    button.addEventListener("click", () => sort(table, column, header));
    header.replaceChildren(button);
  });
}

// What a row says, without the quotes behind it.
function shownText(row) {
  return [...row.cells].filter((cell) => cell.dataset.rubrik !== "Belägg").map((cell) => cell.textContent).join(" ");
}

function filterable(box, table) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 8) return;
  const label = document.createElement("label");
  label.className = "filter";
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "Filtrera raderna …";
  const word = document.createElement("span");
  word.className = "dold";
  word.textContent = `Filtrera ${table.caption.textContent.trim()}`;
  const status = document.createElement("span");
  status.className = "soft small";
  status.setAttribute("role", "status");
  label.append(word, input);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLocaleLowerCase("sv").split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = shownText(row).toLocaleLowerCase("sv");
      row.hidden = !wanted.every((one) => text.includes(one));
      if (!row.hidden) shown += 1;
    }
    status.textContent = wanted.length ? ` Visar ${shown} av ${rows.length} rader.` : "";
  });
  const line = document.createElement("p");
  line.append(label, status);
  box.before(line);
}

for (const box of document.querySelectorAll(".tabell[data-tabell]")) {
  const table = box.querySelector("table");
  sortable(table);
  filterable(box, table);
}

// A choice in a form of filters shows at once; without scripts there is the button.
for (const form of document.querySelectorAll("form.falt:not(#jamfor)")) {
  for (const select of form.querySelectorAll("select:not([required])")) {
    select.addEventListener("change", () => form.requestSubmit());
  }
}
