// Walking the picture with the arrow keys: one stop for Tab, the arrows go to the nearest thing that way,
// Home and End to the first and last, Enter follows the link (a real one), Space too.
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** Return the number of the point nearest to another in a direction, -1 when there is none that way. */
export function nearest(points, from, [dx, dy]) {
  const [x, y] = points[from];
  let best = -1, least = Infinity;
  points.forEach(([px, py], i) => {
    const along = (px - x) * dx + (py - y) * dy, across = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
    if (i === from || along <= 0.5 || across > along * 1.001 + 1e-9) return;
    const cost = along + across;
    if (cost < least) { least = cost; best = i; }
  });
  return best >= 0 ? best : sideways(points, from, [dx, dy]);
}

/** Of points more to the side than ahead, return the nearest that is ahead at all. */
function sideways(points, from, [dx, dy]) {
  const [x, y] = points[from];
  let best = -1, least = Infinity;
  points.forEach(([px, py], i) => {
    const along = (px - x) * dx + (py - y) * dy;
    if (i === from || along <= 0.5) return;
    const cost = along + 2 * (Math.abs((px - x) * dy) + Math.abs((py - y) * dx));
    if (cost < least) { least = cost; best = i; }
  });
  return best;
}

let current = null; // the frame's things; one listener serves every picture

/** Make the drawn things (or a painted picture's) one stop in the order of Tab. */
export function walk(frame, painted) {
  if (!frame.dataset.gang) {
    frame.dataset.gang = "1";
    frame.addEventListener("keydown", step);
  }
  current = painted ? { painted } : { links: Array.from(frame.querySelectorAll("svg.bild a.nod")) };
  if (painted || !current.links.length) return;
  const start = current.links.find((link) => link.classList.contains("vald")) || current.links[0];
  for (const link of current.links) link.setAttribute("tabindex", link === start ? "0" : "-1");
}

function step(event) {
  if (!current || event.metaKey || event.ctrlKey || event.altKey) return;
  if (current.painted) {
    if (event.key in WAYS) {
      event.preventDefault();
      current.painted.step((points, from) => nearest(points, from, WAYS[event.key]));
    }
    return;
  }
  const links = current.links, from = links.indexOf(document.activeElement);
  if (from < 0) return;
  if (event.key === " ") {
    event.preventDefault();
    links[from].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    return;
  }
  let to = -1;
  if (event.key in WAYS) to = nearest(links.map(middle), from, WAYS[event.key]);
  else if (event.key === "Home") to = 0;
  else if (event.key === "End") to = links.length - 1;
  else return;
  event.preventDefault();
  if (to < 0) return;
  links[from].setAttribute("tabindex", "-1");
  links[to].setAttribute("tabindex", "0");
  links[to].focus({ preventScroll: true });
  links[to].querySelector(".form").scrollIntoView({ block: "nearest", inline: "nearest" });
}

const middle = (link) => link.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
