// A document: a statement leads to its passage and a passage to its statements, without a new page.

const marks = [...document.querySelectorAll("mark[data-stallen]")];
const links = [...document.querySelectorAll("a[data-stalle]")];

function show(span, scroll) {
  for (const mark of marks) {
    mark.classList.toggle("vald", mark.dataset.stallen.split(" ").includes(span));
  }
  for (const link of links) {
    const item = link.closest("li");
    const here = [...item.querySelectorAll("a[data-stalle]")].some((one) => one.dataset.stalle === span);
    item.classList.toggle("vald", here);
  }
  const first = document.getElementById(span);
  if (first && scroll) first.scrollIntoView({ block: "center" });
}

for (const link of links) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link.dataset.stalle, true);
    history.replaceState(null, "", link.href);
  });
}

for (const mark of marks) {
  mark.addEventListener("click", () => {
    const spans = mark.dataset.stallen.split(" ");
    const span = spans[spans.length - 1];
    show(span, false);
    const link = links.find((one) => one.dataset.stalle === span);
    if (link) {
      link.closest("li").scrollIntoView({ block: "nearest" });
      history.replaceState(null, "", link.href);
    }
  });
}

const asked = /^#(c\d+-\d+)$/.exec(location.hash);
if (asked) show(asked[1], true);
