// What of the picture is in sight. The frame scrolls by itself (that is panning, also by touch and keys);
// dragging scrolls it. In "plats" pictures zooming moves things apart while outlines and type keep their
// size; other pictures are magnified, never made smaller than their type can be read.
const ZOOMS = [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4];
const AIR = 4, LEADING = 16, SIZE = 13, RIM = 2, OUT = 4, STEP = 1.25, REST = 140;

export class Viewport {
  constructor(frame) {
    this.frame = frame;
    this.zoom = 1;
    this.dragged = false;
    this.picture = null;
    this.timer = 0;
    this.#drag();
    frame.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-zooma]");
      if (button) this.key(button.dataset.zooma);
    });
  }

  /** Take over a picture that the server drew, or one that is painted (with a width, height and draw()). */
  dress(picture) {
    const same = this.picture && picture && this.kind === kindOf(picture);
    this.picture = picture;
    this.kind = picture ? kindOf(picture) : "";
    if (!picture) return;
    if (!same) this.zoom = 1;
    this.spots = null;
    if (this.zoom !== 1) this.#commit();
  }

  /** Zoom by a key or button: in, out, or all in sight. Tell whether there was anything to zoom. */
  key(key) {
    if (!this.picture) return false;
    const box = this.frame.getBoundingClientRect();
    const middle = [box.left + box.width / 2, box.top + box.height / 2];
    this.to(key === "0" ? this.#fit() : this.zoom * (key === "+" ? STEP : 1 / STEP), middle);
    return true;
  }

  /** Zoom so that what is at a point of the window stays there. */
  to(zoom, [x, y]) {
    const [least, most] = this.#limits();
    const next = Math.min(Math.max(zoom, least), most);
    if (next === this.zoom) return;
    const at = this.#origin(), [mx, my] = this.kind === "plats" ? margins(this.picture) : [0, 0];
    const px = (x - at.x - mx) / this.zoom, py = (y - at.y - my) / this.zoom;
    this.zoom = next;
    this.#commit();
    const now = this.#origin();
    this.frame.scrollBy(now.x + mx + px * next - x, now.y + my + py * next - y);
    if (this.picture.moved) this.picture.moved();
  }

  #origin() {
    const box = (this.picture.box || this.picture).getBoundingClientRect();
    return { x: box.left, y: box.top };
  }

  #fit() {
    if (this.kind === "bild") return 1;
    const [w, h] = sizeOf(this.picture);
    const fits = Math.min(this.frame.clientWidth / w, this.frame.clientHeight / h);
    return Math.min(Math.max(fits, ZOOMS[0]), 1.4);
  }

  #commit() {
    if (this.picture.draw) this.picture.draw(this.zoom);
    else if (this.kind === "plats") this.#spread();
    else for (const one of this.frame.querySelectorAll("svg[data-w]")) resize(one, this.zoom, false);
  }

  /** Move things apart or together; what they look like stays. */
  #spread() {
    const k = this.zoom, svg = this.picture, [mx, my] = margins(svg);
    this.spots ??= readSpots(svg);
    const level = ZOOMS.reduce((best, zoom, i) => (zoom <= k * 1.001 ? i : best), 0);
    resize(svg, k, true);
    for (const spot of this.spots.nodes.values()) {
      spot.sx = (spot.x - mx) * k + mx;
      spot.sy = (spot.y - my) * k + my;
      spot.element.setAttribute("transform", `translate(${spot.sx.toFixed(1)} ${spot.sy.toFixed(1)})`);
      if (spot.text && spot.level !== level) {
        spot.level = level;
        label(spot, spot.sides[level]);
      }
    }
    for (const [path, a, b] of this.spots.lines) path.setAttribute("d", line(a, b));
    // The names of relations were placed for this size; smaller they would meet, and the panel tells them.
    if (this.spots.group) this.spots.group.setAttribute("display", k < 0.95 ? "none" : "inline");
    for (const [text, x, y] of this.spots.names) {
      text.setAttribute("x", ((x - mx) * k + mx).toFixed(1));
      text.setAttribute("y", ((y - my) * k + my + 4).toFixed(1));
    }
  }

  #wheel(event) {
    // The page and the frame must scroll: only Ctrl, or focus in a picture that spreads, makes it a zoom.
    const focused = this.kind !== "bild" && this.frame.contains(document.activeElement);
    if (!this.picture || !(event.ctrlKey || focused)) return;
    event.preventDefault();
    this.wheeled = (this.wheeled || 0) - event.deltaY * (event.deltaMode ? 16 : 1);
    this.where = [event.clientX, event.clientY];
    this.frameDue ||= requestAnimationFrame(() => this.#stretch());
  }

  /** While the wheel turns, what is drawn is only stretched; it is drawn anew when the wheel rests. */
  #stretch() {
    this.frameDue = 0;
    const element = this.picture.box || this.picture, [x, y] = this.where;
    const [least, most] = this.#limits();
    const g = (this.gesture ??= { zoom: this.zoom, x: 0, y: 0, scale: 1, at: this.#origin() });
    const next = Math.min(Math.max(g.zoom * g.scale * Math.exp(this.wheeled * 0.0016), least), most) / g.zoom;
    this.wheeled = 0;
    const px = (x - g.at.x - g.x) / g.scale, py = (y - g.at.y - g.y) / g.scale;
    Object.assign(g, { x: x - g.at.x - px * next, y: y - g.at.y - py * next, scale: next });
    this.frame.classList.add("ror");
    element.style.transform = `translate(${g.x}px,${g.y}px) scale(${next})`;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.gesture = null;
      this.frame.classList.remove("ror");
      element.style.transform = "";
      this.to(g.zoom * next, [x, y]);
    }, REST);
  }

  #limits() {
    return this.kind === "bild" ? [1, 3] : [ZOOMS[0], ZOOMS.at(-1)];
  }

  #drag() {
    const frame = this.frame;
    let from = null;
    frame.addEventListener("pointerdown", (event) => {
      this.dragged = false;
      if (event.pointerType !== "mouse" || event.button || !event.target.closest("svg.bild, canvas")) return;
      from = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop };
    });
    window.addEventListener("pointermove", (event) => {
      if (!from) return;
      const dx = event.clientX - from.x, dy = event.clientY - from.y;
      if (!this.dragged && Math.hypot(dx, dy) < 5) return;
      this.dragged = true;
      frame.classList.add("drar");
      frame.scrollTo(from.left - dx, from.top - dy);
    });
    window.addEventListener("pointerup", () => {
      from = null;
      frame.classList.remove("drar");
      setTimeout(() => { this.dragged = false; }, 0);
    });
    frame.addEventListener("dragstart", (event) => event.preventDefault());
  }
}

const kindOf = (picture) => (picture.draw ? "duk" : picture.dataset.zoom);
const sizeOf = (picture) => (picture.draw ? [picture.width, picture.height] : [+picture.dataset.w, +picture.dataset.h]);

const margins = (svg) => (svg.dataset.marginal || "0 0").split(" ").map(Number);

function resize(svg, zoom, inside) {
  const [mx, my] = inside ? margins(svg) : [0, 0];
  const w = (svg.dataset.w - 2 * mx) * zoom + 2 * mx, h = (svg.dataset.h - 2 * my) * zoom + 2 * my;
  svg.setAttribute("width", w);
  svg.setAttribute("height", h);
  if (inside) svg.setAttribute("viewBox", `0 0 ${w} ${h}`);
}

function readSpots(svg) {
  const nodes = new Map();
  for (const element of svg.querySelectorAll(".nod")) {
    const [x, y] = element.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
    const sides = element.dataset.sidor || "";
    const faded = element.classList.contains("blek");
    nodes.set(element.id, { element, x, y, w: +element.dataset.w, h: +element.dataset.h, level: -1,
      sides: faded ? sides.replace(/./g, ".") : sides, badge: element.querySelector(".fler"),
      text: sides.length > 1 ? element.querySelector(".etikett") : null });
  }
  const lines = Array.from(svg.querySelectorAll(".linje"), (path) => [path, nodes.get(path.dataset.a), nodes.get(path.dataset.b)]);
  const names = Array.from(svg.querySelectorAll(".relnamn"), (text) => [text, +text.getAttribute("x"), +text.getAttribute("y") - 4]);
  return { nodes, lines, names, group: svg.querySelector(".relationer") };
}

/** Stand a name on one side of its outline: r, l, u (under), d (above), or hide it (.). */
function label({ text, badge, w, h }, side) {
  const rows = text.children.length ? text.children : [text], half = (LEADING * rows.length) / 2;
  const shown = side === "." ? "r" : side;
  const x = shown === "r" ? w / 2 + AIR : shown === "l" ? -w / 2 - AIR : 0;
  const y = shown === "u" ? h / 2 + AIR / 2 + half : shown === "d" ? -h / 2 - AIR / 2 - half : 0;
  text.setAttribute("text-anchor", shown === "r" ? "start" : shown === "l" ? "end" : "middle");
  if (side === ".") text.setAttribute("display", "none");
  else text.removeAttribute("display");
  if (badge) badge.setAttribute("transform", `translate(${side === "l" ? w / 2 : -w / 2} ${side === "d" ? h / 2 + OUT : -h / 2 - OUT})`);
  const first = y - half + LEADING / 2 + SIZE * 0.35;
  Array.from(rows).forEach((row, i) => {
    row.setAttribute("x", x);
    row.setAttribute("y", first + i * LEADING);
  });
}

function line(a, b) {
  const dx = b.sx - a.sx, dy = b.sy - a.sy;
  const s = Math.min(rim(a, dx, dy), 0.45), e = Math.min(rim(b, dx, dy), 0.45);
  const n = (value) => value.toFixed(1);
  return `M${n(a.sx + dx * s)} ${n(a.sy + dy * s)}L${n(b.sx - dx * e)} ${n(b.sy - dy * e)}`;
}

const rim = ({ w, h }, dx, dy) => Math.min(dx ? (w / 2 + RIM) / Math.abs(dx) : 1, dy ? (h / 2 + RIM) / Math.abs(dy) : 1);
