// Gives the drawn map its outlines, its headings and its panel. Text only ever goes through
// textContent and fillText; everything the panel says is read from the table below the map.
(function () {
  "use strict";
  const INK = "#1b1f24", SOFT = "#4a5460", PALE = "#cfd6dd", ACCENT = "#0b4f8a", REST = "#8a94a0";
  const FONT = '13px "Segoe UI", Inter, "Noto Sans", "Liberation Sans", Arial, sans-serif';
  const MOST_LABELS = 14;
  const config = JSON.parse(document.getElementById("columns").textContent);
  const headings = JSON.parse(config.headings);
  const frame = document.querySelector(".map");
  const panel = document.getElementById("panel");
  const status = document.getElementById("status");
  const atRest = status.textContent;
  const rows = Array.from(document.querySelectorAll("tr[data-edge]"));
  let chosen = "", near = null, live = new Set();

  // --- outlines, one a kind -------------------------------------------------------------------
  function polygon(ctx, points) {
    points.forEach(([px, py], i) => (i ? ctx.lineTo(px, py) : ctx.moveTo(px, py)));
    ctx.closePath();
  }
  function box(radius) { return (ctx, l, t, w, h) => ctx.roundRect(l, t, w, h, Math.min(radius, h / 2)); }
  const outlines = {
    round: box(9), square: box(0), dashed: box(3), double: box(3), bar: box(3), shelf: box(3), door: box(3), stack: box(5),
    pill: box(18),
    ellipse: (ctx, l, t, w, h) => ctx.ellipse(l + w / 2, t + h / 2, w / 2 + 8, h / 2 + 3, 0, 0, 2 * Math.PI),
    cut: (ctx, l, t, w, h) => polygon(ctx, [[l + 10, t], [l + w - 10, t], [l + w, t + 10], [l + w, t + h - 10],
      [l + w - 10, t + h], [l + 10, t + h], [l, t + h - 10], [l, t + 10]]),
    flag: (ctx, l, t, w, h) => polygon(ctx, [[l, t], [l + w - 10, t], [l + w + 4, t + h / 2], [l + w - 10, t + h],
      [l, t + h]]),
    chevron: (ctx, l, t, w, h) => polygon(ctx, [[l - 4, t], [l + w - 8, t], [l + w + 4, t + h / 2],
      [l + w - 8, t + h], [l - 4, t + h], [l + 5, t + h / 2]]),
  };
  const extras = {
    bar: (ctx, l, t, w, h) => ctx.fillRect(l, t, 5, h),
    shelf: (ctx, l, t, w, h) => ctx.fillRect(l, t + h - 5, w, 5),
    door: (ctx, l, t, w, h) => { ctx.fillRect(l, t, 3, h); ctx.fillRect(l + w - 3, t, 3, h); },
    double: (ctx, l, t, w, h) => ctx.strokeRect(l + 4, t + 4, w - 8, h - 8),
    stack: (ctx, l, t, w, h) => {
      ctx.beginPath(); ctx.moveTo(l + 6, t - 4); ctx.lineTo(l + w + 4, t - 4); ctx.lineTo(l + w + 4, t + h - 6);
      ctx.stroke();
    },
  };
  function renderer(node) {
    return ({ ctx, x, y, state }) => ({
      drawNode() {
        const w = node.boxWidth, h = node.boxHeight, l = x - w / 2, t = y - h / 2;
        const faded = near && !near.has(node.id), strong = node.id === chosen;
        ctx.beginPath();
        outlines[node.form](ctx, l, t, w, h);
        ctx.fillStyle = faded ? "rgba(255, 255, 255, 0.5)" : node.color.background;
        ctx.strokeStyle = faded ? PALE : strong ? ACCENT : node.color.border;
        ctx.lineWidth = strong ? 3 : state.hover ? 2.25 : 1.5;
        ctx.setLineDash(node.form === "dashed" || node.form === "double" ? [5, 3] : []);
        ctx.fill();
        ctx.stroke();
        ctx.fillStyle = ctx.strokeStyle;
        if (extras[node.form]) extras[node.form](ctx, l, t, w, h);
        if (faded) return;
        ctx.font = FONT;
        ctx.textAlign = "center";
        ctx.textBaseline = "middle";
        ctx.fillStyle = INK;
        node.lines.forEach((text, i) => ctx.fillText(text, x, y + (i - (node.lines.length - 1) / 2) * 16));
      },
      nodeDimensions: { width: node.boxWidth, height: node.boxHeight },
    });
  }
  nodes.update(nodes.get().map((node) => ({ id: node.id, shape: "custom", ctxRenderer: renderer(node) })));

  network.on("beforeDrawing", (ctx) => {
    ctx.save();
    ctx.textAlign = "center";
    headings.forEach((heading, i) => {
      ctx.font = FONT.replace("13px", "600 14px");
      ctx.fillStyle = INK;
      ctx.fillText(heading, config.pitch * (i + 0.5), 30);
      ctx.fillStyle = "#e6eaee";
      if (i) ctx.fillRect(config.pitch * i, 48, 1, config.height - 58);
    });
    ctx.restore();
  });
  // Names of relations go above the boxes, and only when so few are shown that they can be read.
  network.on("afterDrawing", (ctx) => {
    if (!near || live.size > MOST_LABELS) return;
    ctx.save();
    ctx.font = FONT.replace("13px", "12px");
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    for (const edge of edges.get(Array.from(live))) {
      const from = nodes.get(edge.from), to = nodes.get(edge.to);
      const beside = Math.abs(from.x - to.x) < 1.5 * config.pitch && Math.abs(from.y - to.y) < 40;
      const lift = beside ? Math.max(from.boxHeight, to.boxHeight) / 2 + 11 : 0;
      const x = (from.x + to.x) / 2, y = (from.y + to.y) / 2 - lift;
      const width = ctx.measureText(edge.name).width + 8;
      ctx.fillStyle = "#fff";
      ctx.fillRect(x - width / 2, y - 9, width, 18);
      ctx.fillStyle = ACCENT;
      ctx.fillText(edge.name, x, y);
    }
    ctx.restore();
  });

  // --- choosing -------------------------------------------------------------------------------
  function touching(row) {
    const id = chosen;
    return row.dataset.edge === id || row.dataset.from === id || row.dataset.to === id;
  }
  function choose(id) {
    chosen = id;
    const found = id ? rows.filter(touching) : [];
    near = id ? new Set(found.flatMap((row) => [row.dataset.from, row.dataset.to])) : null;
    if (near && nodes.get(id)) near.add(id);
    live = new Set(found.map((row) => row.dataset.edge));
    paintEdges();
    fillPanel(id, found);
    network.unselectAll();
    network.redraw();
  }
  function paintEdges() {
    edges.update(edges.get().map((edge) => {
      const on = live.has(edge.id), line = on ? ACCENT : near ? "#eceff2" : REST;
      return { id: edge.id, width: on ? 2 : 0.8,
        color: { color: line, highlight: line, hover: near ? line : INK } };
    }));
  }
  function make(parent, tag, text, name) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (name) element.className = name;
    parent.appendChild(element);
    return element;
  }
  function link(parent, id) {
    const source = document.querySelector("#" + id + " a"), made = make(parent, "a", source.textContent);
    made.href = "#" + id;
    made.dataset.node = id;
  }
  function fillPanel(id, found) {
    panel.replaceChildren();
    panel.hidden = !id;
    document.body.classList.toggle("open", Boolean(id));
    status.textContent = id ? "Vald: " + heading(id) + " – " + found.length +
      (found.length === 1 ? " relation." : " relationer.") : atRest;
    if (!id) return;
    const item = document.getElementById(id);
    make(panel, "button", "Stäng", "close").addEventListener("click", () => choose(""));
    make(panel, "p", item ? item.dataset.kind : "relation", "kind");
    make(panel, "h2", heading(id));
    for (const [name, members] of grouped(id, found)) {
      make(panel, "h3", name + " (" + members.length + ")");
      members.forEach((row) => article(row, id));
    }
    if (!found.length) make(panel, "p", "Inga relationer visas på kartan.", "soft");
  }
  function heading(id) {
    const item = document.querySelector("#" + id + " a");
    if (item) return item.textContent.replaceAll("\u00ad", "");
    const row = rows.find((r) => r.dataset.edge === id);
    return row.cells[0].textContent.trim().replaceAll("\u00ad", "") + " – " +
      row.cells[2].textContent.trim().replaceAll("\u00ad", "");
  }
  function grouped(id, found) {
    const groups = new Map();
    for (const row of found) {
      const relation = row.cells[1].textContent.trim();
      const name = row.dataset.to === id ? "← " + relation : relation + " →";
      groups.set(name, [...(groups.get(name) || []), row]);
    }
    return groups;
  }
  function article(row, id) {
    const part = make(panel, "article"), other = make(part, "p");
    if (row.dataset.from !== id) link(other, row.dataset.from);
    if (row.dataset.from !== id && row.dataset.to !== id) other.append(" → ");
    if (row.dataset.to !== id) link(other, row.dataset.to);
    row.cells[3].querySelectorAll(".says").forEach((says) => make(part, "p", says.textContent));
    const places = row.cells[4].querySelectorAll(".place");
    row.cells[3].querySelectorAll(".quote").forEach((quote, i) => {
      make(part, "blockquote", quote.textContent);
      make(part, "p", places[i].textContent, "soft small");
    });
  }

  // --- moving about ---------------------------------------------------------------------------
  const canvas = document.querySelector("#mynetwork canvas");
  canvas.parentElement.tabIndex = -1;
  function reset() {
    network.moveTo({ position: { x: config.width / 2, y: config.height / 2 }, scale: 1 });
  }
  function zoom(factor) { network.moveTo({ scale: Math.min(3, Math.max(0.2, network.getScale() * factor)) }); }
  function reveal(id) {
    const item = nodes.get(id), at = network.canvasToDOM({ x: item.x, y: item.y });
    const room = frame.clientWidth - (frame.clientWidth > 700 ? panel.offsetWidth : 0) - item.boxWidth * 0.7;
    if (at.x + 24 - frame.scrollLeft > room) frame.scrollLeft = at.x + 24 - room;
    const top = frame.getBoundingClientRect().top + window.scrollY + at.y;
    if (top < window.scrollY + 60 || top > window.scrollY + window.innerHeight - 60) {
      window.scrollTo(0, Math.max(0, top - window.innerHeight / 2));
    }
  }
  function go(id) {
    if (!nodes.get(id)) return;
    history.replaceState(null, "", "#" + id);
    choose(id);
    reveal(id);
    panel.focus({ preventScroll: true });
  }
  document.getElementById("zoom-in").addEventListener("click", () => zoom(1.25));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(0.8));
  document.getElementById("fit").addEventListener("click", () => {
    const room = Math.min(frame.clientWidth / config.width, (window.innerHeight - 160) / config.height, 1);
    network.moveTo({ scale: room, position: { x: config.width / 2, y: config.height / 2 / room } });
  });
  document.getElementById("reset").addEventListener("click", () => { choose(""); reset(); });
  network.on("click", (event) => {
    choose(event.nodes[0] || event.edges[0] || "");
    if (event.nodes[0]) reveal(event.nodes[0]);
  });
  document.addEventListener("click", (event) => {
    const target = event.target.closest("a[data-node]");
    if (!target) return;
    event.preventDefault();
    go(target.dataset.node);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && chosen) choose(""); });
  // The page scrolls with the wheel; only Ctrl and the wheel zoom.
  frame.addEventListener("wheel", (event) => { if (!event.ctrlKey) event.stopPropagation(); },
    { capture: true, passive: true });
  window.addEventListener("beforeprint", () => {
    document.getElementById("print").src = canvas.toDataURL("image/png");
  });
  reset();
  // The browser itself scrolls to the list entry when the page has loaded; the map comes after that.
  window.addEventListener("load", () => requestAnimationFrame(() => go(location.hash.slice(1))));
})();
