// The SPARQL page: the editor where it was built, and questions asked before, kept on this computer alone.

const form = document.getElementById("egenfraga");
const field = document.getElementById("fraga");
const KEY = "samverkan-fragor";
const MOST = 20;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

function write(kept) {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept.slice(0, MOST)));
  } catch {
    // a browser that keeps nothing still asks
  }
}

const asked = new URLSearchParams(location.search).get("fraga");
if (asked) write([asked, ...read().filter((one) => one !== asked)]);

const history_ = document.getElementById("historik");

function show() {
  const kept = read();
  history_.hidden = kept.length === 0;
  history_.querySelector("ol").replaceChildren(
    ...kept.map((text) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `/sparql?fraga=${encodeURIComponent(text)}`;
      link.textContent = text.replace(/\s+/g, " ").slice(0, 160);
      item.append(link);
      return item;
    }),
  );
}

history_.querySelector("button").addEventListener("click", () => {
  write([]);
  show();
});
show();

const place = document.querySelector("script[data-redigerare]");
if (place) {
  const { attach } = await import(place.dataset.redigerare);
  const answer = await fetch("/sparql/ordlista.json");
  attach(field, form, answer.ok ? await answer.json() : { ord: [], prefix: {} });
}
