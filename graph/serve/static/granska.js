// Granska: keys for the buttons, and a page that follows the build. Without this the forms do the same.

const box = document.querySelector("#tangenter input");
const KEPT = "samverkan-tangenter";

function read() {
  try { return localStorage.getItem(KEPT) !== "av"; } catch { return true; }
}

if (box) {
  document.getElementById("tangenter").hidden = false;
  box.checked = read();
  box.addEventListener("change", () => {
    try { localStorage.setItem(KEPT, box.checked ? "på" : "av"); } catch { /* it holds for this page */ }
  });
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (!/^[a-zåäö]$/.test(key)) return;
    const wanted = document.querySelector(`#beslut [aria-keyshortcuts="${key}"], [data-tangent="${key}"]`);
    if (!wanted) return;
    event.preventDefault();
    wanted.click();
  });
  if (location.search) document.getElementById("pastaendet").focus();
}

// One decision is sent once, however often the button is pressed.
document.querySelectorAll("form[method=post]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

const place = document.getElementById("lage");

async function follow() {
  let answer;
  try {
    answer = await (await fetch("/granska/lage.json")).json();
  } catch {
    return;
  }
  if (answer.bygger) {
    setTimeout(follow, 700);
    return;
  }
  const text = document.createElement("p");
  text.className = answer.fel ? "meddelande fel-ruta" : "meddelande";
  text.textContent = answer.fel
    ? `Besluten är sparade men kartan kunde inte byggas om: ${answer.fel}`
    : "Karta, analyser och rapport följer nu besluten.";
  place.replaceChildren(text);
}

if (place && place.hasAttribute("data-bygger")) setTimeout(follow, 500);
