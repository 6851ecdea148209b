// More things than a browser draws as text and links are painted on a canvas. It is larger than the frame,
// so that scrolling moves what is already painted; a while after the last movement it is painted anew.
const REST = 90, MARGIN = 0.5, CELL = 8, SIZE = 13, PICK = 16;
const INK = "#1b1f24", LINE = "#b4bcc5", ACCENT = "#0b4f8a", FADED = "#d3d8de";

/** Paint what the page's data holds; return the picture for the viewport and the keys, null without data. */
export function paint(frame, viewport) {
  const source = document.getElementById("graf-data");
  if (!source) return null;
  const data = JSON.parse(source.textContent);
  const picture = new Painted(frame, viewport, data);
  viewport.dress(picture);
  picture.draw(viewport.zoom);
  return picture;
}

class Painted {
  constructor(frame, viewport, data) {
    this.frame = frame;
    this.viewport = viewport;
    Object.assign(this, { width: data.width, height: data.height, lines: data.lines, kinds: data.kinds });
    this.nodes = data.nodes.map(([key, label, kind, x, y, size, relations]) => ({ key, label, kind, x, y, size, relations }));
    this.links = data.links;
    this.outlines = data.kinds.map((kind) => new Path2D(kind.path));
    this.chosen = data.chosen;
    this.focus = -1;
    this.zoom = 1;
    this.order = this.nodes.map((_, i) => i).sort((a, b) => this.nodes[b].relations - this.nodes[a].relations);
    this.box = document.createElement("div");
    this.box.className = "graf-duk";
    this.canvas = document.createElement("canvas");
    this.link = document.createElement("a"); // what the keys and a screen reader meet
    this.link.className = "dold nod";
    this.box.append(this.canvas, this.link);
    frame.append(this.box);
    this.#listen();
    this.#follow(this.chosen >= 0 ? this.chosen : this.order[0]);
  }

  #listen() {
    let timer = 0;
    const later = () => { clearTimeout(timer); timer = setTimeout(() => this.draw(this.zoom), REST); };
    this.moved = later;
    this.frame.onscroll = () => {
      const { left, top, right, bottom } = this.painted, f = this.frame;
      const out = f.scrollLeft < left || f.scrollTop < top || f.scrollLeft + f.clientWidth > right || f.scrollTop + f.clientHeight > bottom;
      if (out) this.draw(this.zoom);
      else later();
    };
    this.canvas.addEventListener("click", (event) => {
      if (this.viewport.dragged) return;
      const hit = this.at(event);
      if (hit >= 0) { this.#follow(hit); this.link.click(); }
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (event.buttons) return;
      const hit = this.at(event);
      this.canvas.style.cursor = hit >= 0 ? "pointer" : "";
      this.canvas.title = hit >= 0 ? this.nodes[hit].label : "";
    });
    this.link.addEventListener("focus", () => { this.focus = this.current; this.draw(this.zoom); });
    this.link.addEventListener("blur", () => { this.focus = -1; this.draw(this.zoom); });
    new ResizeObserver(later).observe(this.frame);
  }

  /** Let the link stand for a thing. */
  #follow(number) {
    this.current = number;
    const node = this.nodes[number];
    const { here, near, hub } = this.links, [before, after] = hub && node.relations > hub ? near : here;
    this.link.setAttribute("href", before + encodeURIComponent(node.key).replace(/%2F/g, "/") + after);
    this.link.setAttribute("data-nod", node.key);
    this.link.textContent = `${node.label}, ${this.kinds[node.kind].name}`;
  }

  /** Go to the thing that `choose` picks among all points. */
  step(choose) {
    this.points ??= this.nodes.map((node) => [node.x, node.y]);
    const next = choose(this.points, this.current);
    if (next < 0) return;
    this.#follow(next);
    this.focus = next;
    const { x, y } = this.nodes[next], f = this.frame, k = this.zoom;
    const [sx, sy] = [x * k - f.scrollLeft, y * k + this.box.offsetTop - f.scrollTop];
    if (sx < 40 || sy < 40 || sx > f.clientWidth - 160 || sy > f.clientHeight - 40) f.scrollBy(sx - f.clientWidth / 2, sy - f.clientHeight / 2);
    this.draw(k);
  }

  /** Return the number of the thing under the pointer, -1 for none. */
  at(event) {
    const box = this.box.getBoundingClientRect(), k = this.zoom;
    const x = (event.clientX - box.left) / k, y = (event.clientY - box.top) / k;
    let best = -1, least = PICK / k;
    this.nodes.forEach((node, i) => {
      const far = Math.hypot(node.x - x, node.y - y);
      if (far < least) { least = far; best = i; }
    });
    return best;
  }

  /** Paint what is in sight and some way around it. */
  draw(zoom) {
    const f = this.frame, k = (this.zoom = zoom), scale = Math.min(devicePixelRatio || 1, 2);
    this.box.style.width = `${this.width * k}px`;
    this.box.style.height = `${this.height * k}px`;
    const top0 = this.box.offsetTop;
    const left = Math.max(0, Math.floor(f.scrollLeft - f.clientWidth * MARGIN));
    const top = Math.max(0, Math.floor(f.scrollTop - top0 - f.clientHeight * MARGIN));
    const w = Math.min(f.clientWidth * (1 + 2 * MARGIN), Math.max(this.width * k, f.clientWidth) - left);
    const h = Math.min(f.clientHeight * (1 + 2 * MARGIN), Math.max(this.height * k, f.clientHeight) - top);
    this.painted = { left: left && left, top: top && top + top0, right: left + w, bottom: top + top0 + h };
    const canvas = this.canvas;
    canvas.width = Math.ceil(w * scale);
    canvas.height = Math.ceil(h * scale);
    canvas.style.width = `${w}px`;
    canvas.style.height = `${h}px`;
    canvas.style.transform = `translate(${left}px,${top}px)`;
    const ctx = canvas.getContext("2d");
    ctx.setTransform(scale, 0, 0, scale, -left * scale, -top * scale);
    ctx.clearRect(left, top, w, h);
    const near = this.#near();
    const inside = (x, y, air) => x > left - air && x < left + w + air && y > top - air && y < top + h + air;
    this.#drawLines(ctx, k, near, inside);
    const small = k * Math.sqrt((this.width * this.height) / this.nodes.length) < 26;
    for (let n = this.order.length - 1; n >= 0; n--) {
      const i = this.order[n], node = this.nodes[i], x = node.x * k, y = node.y * k;
      if (inside(x, y, 30)) this.#drawNode(ctx, node, x, y, small, near && !near.has(i), i === this.chosen || i === this.focus);
    }
    this.#drawNames(ctx, k, near, inside);
  }

  #near() {
    if (this.chosen < 0) return null;
    const near = new Set([this.chosen]);
    for (const [a, b] of this.lines) {
      if (a === this.chosen) near.add(b);
      if (b === this.chosen) near.add(a);
    }
    return near;
  }

  #drawLines(ctx, k, near, inside) {
    for (const live of near ? [false, true] : [false]) {
      ctx.beginPath();
      for (const [a, b] of this.lines) {
        if (near && live !== (a === this.chosen || b === this.chosen)) continue;
        const p = this.nodes[a], q = this.nodes[b];
        if (!inside(p.x * k, p.y * k, 0) && !inside(q.x * k, q.y * k, 0)) continue;
        ctx.moveTo(p.x * k, p.y * k);
        ctx.lineTo(q.x * k, q.y * k);
      }
      ctx.strokeStyle = live ? ACCENT : near ? FADED : LINE;
      ctx.lineWidth = live ? 1.6 : 0.7;
      ctx.stroke();
    }
  }

  #drawNode(ctx, node, x, y, small, faded, strong) {
    const kind = this.kinds[node.kind], size = small ? node.size * 0.55 : node.size;
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(size, size);
    ctx.fillStyle = faded ? "#ffffff" : kind.fill;
    ctx.strokeStyle = strong ? ACCENT : faded ? FADED : kind.line;
    ctx.lineWidth = strong ? 3.5 : 1.4;
    if (kind.dash && !small) ctx.setLineDash(kind.dash.split(" ").map(Number));
    const path = this.outlines[node.kind];
    ctx.fill(path);
    ctx.stroke(path);
    ctx.restore();
  }

  /** Write names where there is room, those of the most connected first. */
  #drawNames(ctx, k, near, inside) {
    const taken = new Taken(), visible = this.order.filter((i) => inside(this.nodes[i].x * k, this.nodes[i].y * k, 0));
    for (const i of visible) {
      const { x, y, size } = this.nodes[i];
      taken.add(x * k - 9 * size, y * k - 6 * size, 18 * size, 12 * size);
    }
    ctx.font = `${SIZE}px ${getComputedStyle(document.body).fontFamily}`;
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    const first = [this.focus, this.chosen].filter((i) => i >= 0);
    for (const i of [...first, ...(near ? visible.filter((n) => near.has(n)) : visible)]) {
      const node = this.nodes[i], text = node.label.length > 34 ? `${node.label.slice(0, 33)}…` : node.label;
      this.#writeName(ctx, taken, text, node.x * k, node.y * k, node.size);
    }
  }

  /** Write a name to the right, to the left, under or above its outline, or nowhere. */
  #writeName(ctx, taken, text, x, y, size) {
    const w = text.length * 6.9, across = 10 * size + 4, down = 7 * size + 10;
    const places = [["start", x + across, y, x + across], ["end", x - across, y, x - across - w],
      ["center", x, y + down, x - w / 2], ["center", x, y - down, x - w / 2]];
    const place = places.find(([, , py, left]) => taken.take(left, py - 8, w, 16));
    if (!place) return;
    ctx.textAlign = place[0];
    ctx.strokeStyle = "#ffffff";
    ctx.lineWidth = 3;
    ctx.strokeText(text, place[1], place[2]);
    ctx.fillStyle = INK;
    ctx.fillText(text, place[1], place[2]);
  }
}

/** Boxes that are taken, as the cells of a grid that they touch. */
class Taken {
  #cells = new Set();

  /** Take a box when it is free; tell whether it was. */
  take(x, y, w, h) {
    const cells = Array.from(this.#of(x, y, w, h));
    if (cells.some((cell) => this.#cells.has(cell))) return false;
    for (const cell of cells) this.#cells.add(cell);
    return true;
  }

  add(x, y, w, h) {
    for (const cell of this.#of(x, y, w, h)) this.#cells.add(cell);
  }

  *#of(x, y, w, h) {
    for (let row = Math.floor(y / CELL); row <= Math.floor((y + h) / CELL); row++)
      for (let column = Math.floor(x / CELL); column <= Math.floor((x + w) / CELL); column++) yield row * 1e5 + column;
  }
}
